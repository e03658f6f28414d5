/** How fields are called in sentences: what a biologist calls them, not what the description's YAML writes. */

/** Fields that hold a list: one of its entries, and all of them. */
export const lists: Readonly<Record<string, readonly [one: string, all: string]>> = {
  attachments: ['attachment', 'attachments'],
  authors: ['author', 'authors'],
  axes: ['axis', 'axes'],
  badges: ['badge', 'badges'],
  channel_names: ['channel name', 'channel names'],
  cite: ['citation', 'citations'],
  covers: ['cover', 'covers'],
  evaluations: ['evaluation', 'evaluations'],
  files: ['file', 'files'],
  inputs: ['input', 'inputs'],
  links: ['link', 'links'],
  maintainers: ['maintainer', 'maintainers'],
  outputs: ['output', 'outputs'],
  output_ids: ['output', 'outputs'],
  packaged_by: ['packager', 'packagers'],
  postprocessing: ['postprocessing step', 'postprocessing steps'],
  preprocessing: ['preprocessing step', 'preprocessing steps'],
  reproducibility_tolerance: ['tolerance', 'tolerances'],
  sample_inputs: ['sample input', 'sample inputs'],
  sample_outputs: ['sample output', 'sample outputs'],
  tags: ['tag', 'tags'],
  test_inputs: ['test input', 'test inputs'],
  test_outputs: ['test output', 'test outputs'],
  weights_formats: ['weights format', 'weights formats']
};

/** All other fields that have a name in plain words; the rest is called “the field “…””. */
export const labels: Readonly<Record<string, string>> = {
  absolute_tolerance: 'absolute tolerance',
  affiliation: 'affiliation',
  architecture: 'architecture',
  callable: 'network name in the code',
  comment: 'comment',
  config: 'block “config”',
  data: 'data',
  data_range: 'value range',
  data_type: 'data type',
  dependencies: 'list of required software',
  description: 'description',
  documentation: 'documentation',
  doi: 'DOI',
  email: 'e-mail address',
  external_data: 'external data',
  format_version: 'format version',
  git_repo: 'Git repository',
  github_user: 'GitHub user',
  halo: 'halo',
  icon: 'icon',
  id: 'id',
  keras_version: 'Keras version',
  kwargs: 'list of settings',
  license: 'licence',
  mismatched_elements_per_million: 'number of values that may differ in a million',
  name: 'name',
  opset_version: 'version of the ONNX operators (opset)',
  orcid: 'ORCID',
  parent: 'parent',
  pytorch_version: 'PyTorch version',
  range: 'value range',
  relative_tolerance: 'relative tolerance',
  run_mode: 'run mode',
  sample_tensor: 'sample image',
  scale: 'scale',
  sha256: 'checksum (SHA-256)',
  shape: 'shape',
  size: 'size',
  source: 'source',
  tensorflow_version: 'TensorFlow version',
  test_tensor: 'test tensor',
  text: 'text',
  timestamp: 'date',
  training_data: 'training data',
  type: 'type',
  unit: 'unit',
  uploader: 'uploader',
  url: 'web address',
  values: 'list of values',
  version: 'version',
  weights: 'list of weights'
};

/** The kinds of weights, as one says them; “the ONNX weights”. */
export const weightsKinds: Readonly<Record<string, string>> = {
  keras_hdf5: 'Keras (HDF5)',
  keras_v3: 'Keras',
  onnx: 'ONNX',
  pytorch_state_dict: 'PyTorch',
  tensorflow_js: 'TensorFlow.js',
  tensorflow_saved_model_bundle: 'TensorFlow',
  torchscript: 'TorchScript'
};

/** What is said along an axis: “the first input's size along x”. */
export const alongAxis: Readonly<Record<string, string>> = {
  halo: 'halo',
  scale: 'scale',
  size: 'size',
  unit: 'unit'
};

/** Parts of a size. */
export const sizeParts: Readonly<Record<string, string>> = {
  max: 'largest size',
  min: 'smallest size',
  offset: 'size offset',
  step: 'size step'
};

const ordinals = [
  'first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth', 'eleventh', 'twelfth'
]; // prettier-ignore

/** `0`: “first”; from the thirteenth on with digits, as one writes it. */
export function ordinal(index: number): string {
  const place = index + 1;
  const [tens, ones] = [place % 100, place % 10];
  const ending = tens > 10 && tens < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][ones] ?? 'th');
  return ordinals[index] ?? `${place}${ending}`;
}
