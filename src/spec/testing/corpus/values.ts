import { Raw } from './value';
import type { Value } from './value';

const long = (count: number) => 'a'.repeat(count);
const raw = (...texts: string[]): Value[] => texts.map(text => new Raw(text));

/** Values of every kind, for any field. */
export const anything: readonly Value[] = [
  null, true, false, 0, 1, -1, 2, 1.5, 100, '', ' ', 'text', 'Other', '1', '0.5', [], {}, [1], ['a'], [null], [[]], { a: 1 },
  { source: 'notes.txt' }, 'notes.txt', 'absent.txt', ...raw('1.0', '1e-3', '.inf', '-.inf', '.nan', '1_000', 'yes', 'no', 'off', '0o17', '0x1F', '017',
  '2024-01-02', '2024-01-02T03:04:05Z', '~', '!!str 5', '!!float 5', '!!int 5', '1e400', '123456789012345678901234567890', '12:30:45', '+5', '5.', '.5',
  '1e3', '0b11', 'True', 'NULL', '"1"', '!!set {a, b}', '!!binary aGk=')
]; // prettier-ignore

const numbers: Value[] = [0, 1, -1, 0.5, 1e-6, 0.1, 0.11, 100, 101, '1', 'a', null, ...raw('1.0', '.inf', '1e-3', '.nan', 'true')]; // prettier-ignore
const files: Value[] = [
  'sample.png', { source: 'sample.png' }, { source: 'in.npy' }, { source: 'cover.png' }, { source: 'weights.pt' },
  'notes.txt', 'absent.txt', '', '../notes.txt', '/tmp/absent.txt', './notes.txt', 'rdf.yaml', 'my.rdf.yaml', 'my_rdf.yaml', 'model.yaml',
  'bioimageio.yaml', 'README.md', 'README.MD', 'plain.md', 'latin.md', 'cover.png', 'cover.PNG', 'environment.yaml', 'weights.data', 'weights.keras',
  'out.npy', 'in.npy', 'sub/notes.txt', 'notes.txt/', 'a b.txt', 'notes.txt?x=1', 5, null, { source: 'notes.txt' }, { source: 'README.md' },
  { source: 'notes.txt', sha256: long(64) }, { source: 'notes.txt', sha256: 'abc' }, { source: 'README.md', extra: 1 }, { sha256: long(64) },
  { source: 'absent.md' }, ['README.md'], 'https://', 'ftp://example.com/a.md', 'file:///etc/hosts'
]; // prettier-ignore
const sizes: Value[] = [
  1, 8, 12, 16, 17, 32, 0, -1, '16', 16.5, null, { min: 8, step: 8 }, { min: 16, step: 1 }, { min: 0, step: 1 }, { min: 1, step: 0 }, { min: 5, step: 3 },
  { min: 8 }, { step: 8 }, { min: 1, max: 8 }, { min: 1, max: null }, { max: 3 }, { min: 5, max: 5 }, {}, { tensor_id: 'raw', axis_id: 'y' },
  { tensor_id: 'raw', axis_id: 'y', offset: 2 }, { tensor_id: 'raw', axis_id: 'y', offset: -16 }, { tensor_id: 'raw', axis_id: 'x', offset: 1.5 },
  { tensor_id: 'raw', axis_id: 'x', offset: '2' }, { tensor_id: 'raw', axis_id: 'channel' }, { tensor_id: 'raw', axis_id: 'batch' },
  { tensor_id: 'none', axis_id: 'y' }, { tensor_id: 'raw', axis_id: 'q' }, { tensor_id: 'mask', axis_id: 'y' }, { tensor_id: 'stack', axis_id: 'y' },
  { tensor_id: 'image', axis_id: 'y' }, { tensor_id: 'raw' }, { axis_id: 'y' }, { tensor_id: 'raw', axis_id: 'y', scale: 2 }, [16], 'raw.y', true,
  ...raw('16.0', '1_6', '1e1', '0x10')
]; // prettier-ignore
const tensorIds: Value[] = ['raw', 'mask', 'image', 'stack', 'none', 'Raw', '', 'class', '1st', 'a-b', 'a b', long(32), long(33), 'input', 'π', null, 5]; // prettier-ignore
const axisIds: Value[] = ['y', 'x', 'z', 'channel', 'batch', 'b', 'c', 't', 'time', 'index', 'i', 'Y', 'lambda', '1a', long(16), long(17), '', 's', 'a-b', null, 3]; // prettier-ignore
const people: Value[] = [
  [], [{ name: 'A' }], [{}], [{ name: 'A/B' }], [{ name: 'A\\B' }], [{ name: '' }], [{ name: 'A', email: 'no' }], [{ name: 'A', orcid: '0000-0002-1825-0098' }],
  [{ name: 'A', orcid: 'https://orcid.org/0000-0002-1825-0097' }], [{ name: 'A', github_user: 'fynnbe' }], [{ name: 'A', extra: 1 }], ['A'], { name: 'A' },
  [{ github_user: 'oeway' }], [{ name: 'A' }, { name: 'A' }], [{ name: 5 }], [{ name: 'A', affiliation: 5 }]
]; // prettier-ignore
const versions: Value[] = ['1.0', '1', 1, 2.1, '1.0.0rc1', 'v1', 'abc', '1.0-beta', '1!2.0', '', ' 1.0 ', '1.0+local', '1.0.post1', '1..0', null, [1], -1, true, ...raw('1.10', '1e3', '1.0')]; // prettier-ignore
const data: Value[] = [
  {}, { type: 'uint8' }, { type: 'bool' }, { type: 'float16' }, { type: 'float32', range: [0, 1] }, { type: 'float32', range: [1, 0] }, { range: [null, 1] },
  { range: [0, new Raw('.inf')] }, { range: [new Raw('-.inf'), new Raw('.inf')] }, { range: [0] }, { range: [0, 1, 2] }, { range: ['-inf', 'inf'] },
  { values: [0, 1] }, { values: [0, 1], type: 'bool' }, { values: [false, true], type: 'bool' }, { values: ['a', 'b'] }, { values: ['a', 'b'], type: 'float32' },
  { values: [0.5, 1], type: 'uint8' }, { values: [0, 300], type: 'uint8' }, { values: [-1, 0] }, { values: [] }, { values: [0, 1], range: [0, 1] }, [], [{}], [{}, {}],
  [{ type: 'uint8' }, { type: 'uint16' }], { unit: 'mm' }, { unit: 'px' }, { unit: 'm*s' }, { scale: 0 }, { offset: null }, { type: 'float32', extra: 1 },
  { values: [0, 1, 70000], type: 'uint16' }, { values: [0, 'a'] }, { values: [0, 1], type: 'float32' }, { values: [true, 1] }
]; // prettier-ignore
const kwargs: Value[] = [
  {}, null, [], { axes: ['y', 'x'] }, { axes: ['batch', 'y'] }, { axes: ['q'] }, { axes: [] }, { axes: 'yx' }, { axes: null }, { axes: ['y', 'y'] }, { threshold: 0.5 }, { threshold: [1, 2] },
  { threshold: [1], axis: 'channel' }, { threshold: 1, axis: 'channel' }, { threshold: [], axis: 'channel' }, { threshold: [1], axis: 'q' }, { min: 0 }, { max: 1 }, { min: 1, max: 0 },
  { min: 0, min_percentile: 1 }, { min_percentile: 5, max_percentile: 5 }, { min_percentile: 5, axes: ['y'] }, { min: 0, axes: ['y'] }, { max_percentile: 0 }, { max_percentile: 1 },
  { max_percentile: 100.1 }, { min_percentile: -1 }, { min_percentile: 99, max_percentile: 1 }, { gain: 1, offset: 0 }, { gain: 1 }, { gain: 2 }, { gain: [1, 2], axis: 'channel' },
  { gain: [1, 2], offset: [1], axis: 'channel' }, { gain: [1, 1], offset: [0, 0], axis: 'channel' }, { gain: 2, axis: 'channel' }, { mean: 1, std: 0 }, { mean: 1, std: 1 },
  { mean: [1], std: [1], axis: 'channel' }, { mean: [1, 2], std: [1], axis: 'channel' }, { mean: [1], std: [0.0000001], axis: 'channel' }, { mean: [1], std: [1] },
  { eps: 0 }, { eps: 0.2 }, { eps: 0.1 }, { reference_tensor: 'raw' }, { reference_tensor: 'none' }, { reference_tensor: 'mask', axes: ['y'] }, { axis: 'q' }, { axis: 'channel' },
  { dtype: 'float32' }, { dtype: 'float16' }, { dtype: 'bool' }, { mode: 'per_sample', axes: 'yx' }, { mode: 'per_dataset', axes: 'yx' }, { mode: 'fixed', axes: 'yx' },
  { mode: 'fixed', axes: 'yx', mean: 1, std: 1 }, { mode: 'fixed', axes: 'yx', mean: [], std: [] }, { mode: 'per_sample', axes: 'yx', mean: 1, std: 1 }, { mode: 'per_sample', axes: 'bq' },
  { mode: 'per_sample', axes: 'byx' }, { mode: 'per_sample' }, { mode: 'other', axes: 'yx' }, { min: 0, max: 1 }, { mode: 'per_sample', axes: 'yx', reference_tensor: 'none' }
]; // prettier-ignore
const parents: Value[] = ['onnx', 'pytorch_state_dict', 'torchscript', 'keras_hdf5', 'tensorflow_js', 'other', null, '', ['onnx'], { id: 'a' }, { id: 'rich-net' }, { id: 'A' }, { id: '' }, { uri: 'https://example.com/rdf.yaml' }, { version: 1 }, 5]; // prettier-ignore
const addresses: Value[] = ['https://example.com/x', 'http://example.com', 'https://', 'example.com', 'ftp://example.com', 'https://exa mple.com', 'https://example.com/a b', 'mailto:a@b.org', '', null, 5, 'HTTPS://EXAMPLE.COM/x', 'https://example.com:99999', 'https://example.com/ü', 'https:example.com']; // prettier-ignore
const texts = (count: number): Value[] => [long(count), long(count + 1), '', ' ', null, 5, 'ä ü', 'a\nb'];

/** What is worth trying in fields of these names. */
export const values: Readonly<Record<string, readonly Value[]>> = {
  size: sizes,
  offset: [...numbers, [0, 0], [0, 0, 0, 0], [0, 0, 0.25, 0], [0, 0, 0.5, 0], [0, 0, -9, -9], 2, -2],
  halo: [0, 1, 2, 3, 7, 8, -1, 1.5, '2', null, [], [0, 0, 8, 8], [0, 0], [0, 0, -1, 0], [1, 0, 0, 0], ...raw('2.0')],
  scale: [...numbers, 2, 0.25, 3, [1, 1], [1, 1, 2, 2], [1, null, 1, 1], [1, 0, 1, 1], [1, -1, 1, 1]],
  unit: ['micrometer', 'second', 'pixel', 'px', 'nanometer', 'minute', 'mm', 'm^2', 'm/s', 'm s', 'm*s', '', null, 'arbitrary unit', 'kg·m^2/s', 5],
  axes: ['bcyx', 'yx', 'bczyx', 'bcyxq', '', 'bb', 'cyxb', 'byxc', 'btcyx', 'biyx', [], ['y', 'x'], ['b', 'y'], ['q'], ['channel', 'y', 'x'], ['channel', 'channel'], ['batch', 'y'], null, [{ type: 'batch' }], [{ type: 'space', id: 'y', size: 16 }]],
  shape: [[1, 1, 16, 16], [1, 1, 16], [1, 1, 16, -1], [1, 1, 0, 16], [1, 1, 17, 16], [2, 1, 16, 16], { min: [1, 1, 16, 16], step: [0, 0, 1, 1] }, { min: [1, 1, 16], step: [0, 0, 1, 1] }, { min: [1, 1, 16, 16] }, { min: [2, 1, 16, 16], step: [0, 0, 0, 0] }, { min: [1, 1, 16, 16], step: [1, 0, 0, 0] }, { min: [1, 1, 5, 5], step: [0, 0, 3, 3] }, { reference_tensor: 'raw', scale: [1, 1, 1, 1], offset: [0, 0, 0, 0] }, { reference_tensor: 'none', scale: [1, 1, 1, 1], offset: [0, 0, 0, 0] }, { reference_tensor: 'raw', scale: [1, 1, 1], offset: [0, 0, 0, 0] }, { reference_tensor: 'raw', scale: [1, 1, 1, 1], offset: [0, 0, -4, 0] }, { reference_tensor: 'mask', scale: [1, 1, 1, 1], offset: [0, 0, 0, 0] }, [], {}, '16'],
  min: [...numbers, 8, 5, 32, [1, 1, 8, 8], [1, 1, 0, 8], [1, 1, 8]],
  max: [...numbers, 4, 5, 6, null],
  step: [...numbers, 3, 8, 16, [0, 0, 3, 3], [0, 0, -1, 0], [1, 0, 0, 0]],
  id: [...tensorIds, ...axisIds, 'clip', 'sigmoid', 'custom', 'unknown_op', 'a/b', '/a', 'a/', 'a.b', 'UPPER', 'zero_mean_unit_variance', 'scale_linear', 'binarize'],
  name: ['Name', 'Na', 'Name5', long(5), long(4), long(64), long(65), long(128), long(129), 'Name/other', 'Name, other', 'Ünicode name', '', 'a  b c', 'Name_+-()', 'deepimagej', 'clip', 'sigmoid', 'binarize', 'raw', 'mask', 'class', 'tensor', null, 5, ...raw('2024-01-02', 'yes')],
  tensor_id: tensorIds, axis_id: axisIds, axis: axisIds, reference_tensor: tensorIds,
  type: ['batch', 'channel', 'index', 'time', 'space', 'float32', 'uint8', 'bool', 'float16', 'int64', 'model', 'dataset', 'generic', 'notebook', 'Space', null, 5],
  data_type: ['float32', 'uint8', 'uint16', 'float64', 'int64', 'bool', 'float16', 'uint32', null, 'Float32'],
  dtype: ['float32', 'float64', 'uint8', 'bool', 'float16', 'int8', null], output_dtype: ['uint16', 'uint32', 'uint8', 'float32'],
  data_range: [[0, 1], [0], [1, 0], [0, 1, 2], [null, null], [new Raw('-.inf'), new Raw('.inf')], ['0', '1'], [0, 'a'], null],
  range: [[0, 1], [1, 0], [0], [null, null], [new Raw('-.inf'), new Raw('.inf')], [0, new Raw('.nan')], ['a', 1], null, [], [0, 1, 2], ['0', '1']],
  values: [[0, 1], [], [0.5], ['a', 'b'], [true, false], [0, 'a'], [-1], [300], [0, 0], null, [null], [[1]]],
  data, kwargs, parent: parents, version: versions, pytorch_version: versions, tensorflow_version: versions, keras_version: versions,
  version_number: [1, 0, -1, '1', 1.5, null, 'a'], opset_version: [7, 6, 15, 20, 0, '15', 15.5, null, ...raw('15.0')],
  source: files, documentation: files, icon: [...files, '🦀', 'ab', 'abc'], external_data: files, dependencies: [...files, 'conda:environment.yaml', 'conda:absent.yaml', 'environment.yaml', 'pip:notes.txt', 'conda:', { manager: 'conda', file: 'environment.yaml' }],
  test_tensor: files, sample_tensor: files, covers: [[], ['cover.png'], ['notes.txt'], ['absent.png'], ['cover.png', 'cover.png'], 'cover.png', [{ source: 'cover.png' }], [5], [null]],
  attachments: [[], { files: [] }, { files: ['absent.txt'] }, { files: ['notes.txt'], x: { y: 1 } }, ['notes.txt'], [{ source: 'notes.txt' }], [{ source: 'absent.txt' }], null, {}],
  sha256: [long(64), long(63), 'A'.repeat(64), '', null, 5, 'g'.repeat(64), '0'.repeat(64)], architecture_sha256: [long(64), null, 'x'],
  architecture: ['network.py:Net', 'absent.py:Net', 'net.models.Net', 'Net', 'network.py:', 'network.py:a-b', '', { callable: 'Net', import_from: 'a' }, { callable: 'a-b', import_from: 'a' }, { callable: 'Net', source: 'network.py' }, { callable: 'Net' }, { callable: 'Net', source: 'absent.py' }, { callable: 'Net', import_from: 'a', source: 'network.py' }, null],
  callable: ['Net', 'a.b', 'a-b', '', 'class', '1a', null], import_from: ['a', '', 'a.b', 5, null], strict: [true, false, 'yes', 1, 'a', null],
  authors: people, maintainers: people, packaged_by: people, uploader: [{ email: 'a@b.org' }, { email: 'a' }, { name: 'A' }, {}, 'A', { email: 'a@example.org', name: null }],
  email: ['a@example.org', 'a', 'a@b', '', null, 'A <a@example.org>', 'a@exa mple.org', 'ä@example.org', 'a@localhost', 'a@example.test', 'a..b@example.org', 'a@-example.org'],
  orcid: ['0000-0002-1825-0097', '0000-0002-1825-0098', '0000000218250097', '0000-0002-1694-233X', '0000-0002-1694-233x', 'https://orcid.org/0000-0002-1825-0097', '', null, '0000-0002-1825-009'],
  github_user: ['fynnbe', 'FynnBe', 'oeway', null, 5], affiliation: [null, '', 5, 'Somewhere'],
  cite: [[], [{ text: 'a' }], [{ text: 'a', doi: '10.1234/a' }], [{ text: 'a', doi: 'https://doi.org/10.1234/a' }], [{ doi: '10.1234/a' }], [{ text: 'a', url: 'nothing' }], ['a'], null, [{ text: 'a', doi: 'x', url: 'https://example.com/' }], [{ text: '', doi: '10.1234/a' }]],
  doi: ['10.1234/a', '10.123/a', 'doi:10.1234/a', 'https://doi.org/10.1234/a', '10.1234', '10.1234/', '', null, 10.1234], url: addresses, git_repo: addresses, dataset_source: addresses,
  license: ['MIT', 'mit', 'CC-BY-4.0', 'GPL-3.0', 'GPL-3.0-only', 'Custom', '', null, { source: 'licence.txt' }, { source: 'absent.txt' }, 'AGPL-3.0', ['MIT'], 5, 'licence.txt'],
  description: [...texts(128), ...texts(512), ...texts(1024)], comment: texts(100), version_comment: texts(512), text: texts(10),
  tags: [[], ['a'], ['unet'], tagless(), 'unet', [5], null, ['UNET'], ['3d', '3d']], links: [[], ['a'], 'a', [5], null], id_emoji: ['🦀', '🦀🦀', '🦀🦀🦀', '', 'a', 'abc', '👩‍🔬', '❤️', null, 5],
  timestamp: ['2024-01-02', '2024-01-02T03:04:05', '2024-01-02T03:04:05Z', '2024-01-02 03:04', '20240102T030405', 'yesterday', '', null, 5, '2024-13-01', '2024-01-02T25:00:00', '2024-W01-1', '0000-01-01', ...raw('2024-01-02', '2024-01-02T03:04:05+02:00', '2024-01-02 03:04:05')],
  run_mode: [{ name: 'deepimagej' }, { name: 'other' }, {}, { name: 'deepimagej', kwargs: [] }, 'deepimagej', null], training_data: [{ id: 'a' }, { id: 'A' }, { id: '' }, {}, 'a', null, { id: 'a', version: 'x' }, { id: 'a', version_number: 1 }, { type: 'dataset', name: 'X', format_version: '0.3.0' }, { type: 'dataset', name: 'Some name', format_version: '0.2.4', description: 'd' }, { type: 'dataset', name: 'Some name', format_version: '0.3.0' }],
  config: [{}, null, [], { bioimageio: {} }, { bioimageio: [] }, { bioimageio: null }, { a: { b: [1, { c: null }] } }, { stardist: {} }, { bioimageio: { reproducibility_tolerance: [] } }, 'x'],
  channel_names: [['a'], [], ['a', 'a'], ['a', 'b'], ['a b'], ['a-b'], [''], [5], 'ab', null, ['a', 'b', 'c', 'd']], concatenable: [true, false, 'true', 1, null, 'x'], optional: [true, false, 'no', 2, null],
  preprocessing: [[], null, [{ id: 'sigmoid' }], [{ id: 'unknown' }], [{ name: 'sigmoid' }], [{}], ['sigmoid'], [{ id: 'scale_mean_variance', kwargs: { reference_tensor: 'raw' } }], { id: 'sigmoid' }, [{ id: 'ensure_dtype', kwargs: { dtype: 'uint8' } }]],
  postprocessing: [[], null, [{ id: 'sigmoid' }], [{ id: 'unknown' }], [{ name: 'sigmoid' }], [{}], [{ id: 'custom' }], [{ id: 'scale_mean_variance', kwargs: {} }], [{ id: 'softmax' }]],
  threshold: [...numbers, [1, 2], [], ['a']], gain: [...numbers, [1, 2], [], [1]], mean: [...numbers, [1, 2], [], [1]], std: [...numbers, 1e-7, [1, 2], [], [0]], eps: numbers,
  min_percentile: [...numbers, 99, 99.9, 50], max_percentile: [...numbers, 1.1, 50, 2], mode: ['per_sample', 'per_dataset', 'fixed', 'reflect', 'edge', 'constant', 'symmetric', 'wrap', null],
  pad: [{ mode: 'reflect' }, { mode: 'constant' }, { mode: 'constant', value: 1.5 }, { mode: 'edge', value: 1 }, { mode: 'wrap' }, {}, 'reflect', null, { mode: 'constant', value: 'a' }], value: numbers,
  output_of: ['a', 'A', '', null, 5], weights: [{}, null, [], { onnx: {} }, { other: {} }, { onnx: { source: 'weights.onnx' } }, { torchscript: { source: 'script.pt', pytorch_version: '1.9' } }, { onnx: null }],
  inputs: [[], null, {}, [{}], 'raw'], outputs: [[], null, {}, [{}], 'mask'], test_inputs: [[], ['in.npy', 'in.npy'], ['absent.npy'], ['notes.txt'], ['weights.onnx'], null, 'in.npy', [{ source: 'in.npy' }]],
  test_outputs: [[], ['out.npy', 'out.npy'], ['absent.npy'], ['notes.txt'], null], sample_inputs: [[], ['sample.tif'], ['absent.tif'], ['notes.txt'], null], sample_outputs: [[], ['notes.txt'], ['absent.tif']],
  relative_tolerance: [0, 0.01, 0.011, -1, 1e-3, 'a', null], absolute_tolerance: [0, 0.001, 0.07, 0.071, 1, -1, 'a', null], mismatched_elements_per_million: [0, 1000, 5000, 5001, -1, 1.5, 'a', null],
  output_ids: [[], ['mask'], ['none'], 'any_continuous_output', 'any_discrete_output', 'mask', null, ['mask', 'mask'], ['stars', 'flows']], weights_formats: [[], ['onnx'], ['other'], ['keras_v3'], 'onnx', null],
  reproducibility_tolerance: [[], null, {}, [{}], [{ absolute_tolerance: 0 }], [{ absolute_tolerance: 1 }], [{ output_ids: ['none'] }], [{ output_ids: 'any_discrete_output', absolute_tolerance: 0.1 }], [{ relative_tolerance: 0.02 }], [{ extra: 1 }]],
  backend: [['tensorflow', '2.16'], ['torch', '2.1'], ['theano', '1'], ['tensorflow'], 'tensorflow', ['tensorflow', 'x'], [], ['jax', 1]], grid: [[2, 2], [1, 1, 1], [0, 1], [1], [1.5, 2], 'a'], b: [0, 2, [[1, 2], [1, 2]], [[1, 2], [1, 2], [1, 2]], -1, null, 'a'],
  n_rays: numbers, prob_threshold: numbers, nms_threshold: numbers, anisotropy: [[1, 1, 1], [1, 1], ['a', 1, 1]], overlap_label: [0, -1, -2, null, 'a'], min_size: numbers, do_3D: [true, 'a', 1], flow_threshold: numbers, cellprob_threshold: numbers,
  results: [[[0.8, 0.9]], [[0.8]], [], [[0.8, 'a']], [[null, 1]], [[0.8, 0.9], [1, 2]]], dataset_role: ['train', 'test', 'training', null], dataset_id: ['a', 'A', '', null], evaluation_factors: [['a'], [], [long(17), 'a'], [long(16), 'a']], metrics: [['a'], [], ['a', 'b'], [long(17)]],
  architecture_type: texts(32), model_parameter_count: numbers, training_epochs: numbers, training_batch_size: numbers, new_version: ['a', 'A', '', null], environmental_impact: [{}, null, { hours_used: -1 }, { extra: 1 }], co2_emitted: numbers, hours_used: numbers
}; // prettier-ignore

/** One tag of each kind that the zoo asks for but the last. */
function tagless(): Value {
  return ['fluorescence-light-microscopy', '2d', 'nuclei', 'pytorch', 'ilastik', 'unet'];
}
