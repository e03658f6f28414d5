import type { Fault } from './whole';
import type { Whole } from './whole';

const stepPlace = 'inputs[0].preprocessing[0].kwargs';
const tolerancePlace = 'config.bioimageio.reproducibility_tolerance[0]';

/** Faults of single fields and of settings that only make sense together. */
export const faultsOfFields: readonly Fault[] = [
  [
    'an ORCID iD with its address',
    d => author(d, 'orcid', 'https://orcid.org/0000-0001-2345-6789'),
    'orcid-invalid',
    'authors[0].orcid'
  ],
  ['an ORCID iD with a slip', d => author(d, 'orcid', '0000-0001-2345-6780'), 'orcid-invalid', 'authors[0].orcid'],
  ['an e-mail address without a domain', d => author(d, 'email', 'someone@lab'), 'email-invalid', 'authors[0].email'],
  ['an author with a slash', d => author(d, 'name', 'A/B'), 'field-value', 'authors[0].name'],
  [
    'an account that is known not to exist',
    d => author(d, 'github_user', 'lmescu'),
    'github-user-unknown',
    'authors[0].github_user'
  ],
  [
    'a web address without its beginning',
    d => Object.assign(d, { git_repo: 'github.com/a/b' }),
    'url-invalid',
    'git_repo'
  ],
  ['a version in words', d => Object.assign(d, { version: 'second' }), 'version-text-invalid', 'version'],
  ['a date in words', d => Object.assign(d, { timestamp: 'yesterday' }), 'timestamp-invalid', 'timestamp'],
  ['a licence that is none', d => (d.license = 'CC BY 4.0'), 'license-unknown', 'license'],
  [
    'a unit that is none',
    d => (d.inputs[0].data = { type: 'uint8', unit: 'pixel' }),
    'unit-unknown',
    'inputs[0].data.unit'
  ],
  [
    'values that the type cannot hold',
    d => (d.inputs[0].data = { type: 'uint8', values: [0, 300] }),
    'values-type',
    'inputs[0].data.values'
  ],
  [
    'values of several kinds',
    d => (d.inputs[0].data = { values: [0, 'nucleus'] }),
    'field-value',
    'inputs[0].data.values'
  ],
  [
    'a size with the smallest above the largest',
    d => (d.outputs[0].axes[3] = { type: 'index', size: { min: 9, max: 3 } }),
    'size-order',
    'outputs[0].axes[3].size'
  ],
  ['a size that is a text', d => (d.inputs[0].axes[2].size = 'any'), 'size-invalid', 'inputs[0].axes[2].size'],
  ['a size that is endless', d => (d.inputs[0].axes[2].size = Infinity), 'number-not-finite', 'inputs[0].axes[2].size'],
  [
    'a size reference with a fraction',
    d => (d.outputs[0].axes[3].size = { tensor_id: 'raw', axis_id: 'x', offset: 0.5 }),
    'field-type',
    'outputs[0].axes[3].size.offset'
  ],
  ['two batch axes', d => d.inputs[0].axes.push({ type: 'batch' }), 'axis-batch-twice', 'inputs[0].axes[4]'],
  ['a space axis called batch', d => (d.inputs[0].axes[2].id = 'batch'), 'axis-batch-id', 'inputs[0].axes[2].id'],
  [
    'clipping at both a value and a percentile',
    d => step(d, 'clip', { min: 0, min_percentile: 1 }),
    'clip-twice',
    stepPlace
  ],
  ['clipping at nothing', d => step(d, 'clip', {}), 'clip-nothing', stepPlace],
  ['clipping at values over axes', d => step(d, 'clip', { min: 0, axes: ['x'] }), 'clip-axes', stepPlace],
  ['scaling by one', d => step(d, 'scale_linear', { gain: 1 }), 'scale-linear-nothing', stepPlace],
  [
    'one factor along an axis',
    d => step(d, 'scale_linear', { gain: 2, axis: 'channel' }),
    'scale-linear-axis',
    stepPlace
  ],
  [
    'more means than deviations',
    d => step(d, 'fixed_zero_mean_unit_variance', { mean: [1, 2], std: [1], axis: 'channel' }),
    'values-count',
    stepPlace
  ],
  [
    'percentiles in the wrong order',
    d => step(d, 'scale_range', { min_percentile: 99, max_percentile: 2 }),
    'percentile-order',
    `${stepPlace}.max_percentile`
  ],
  [
    'percentiles between 0 and 1',
    d => step(d, 'scale_range', { max_percentile: 0.998 }),
    'field-value',
    `${stepPlace}.max_percentile`
  ],
  ['softmax along the batch', d => step(d, 'softmax', { axis: 'batch' }), 'operation-batch', `${stepPlace}.axis`],
  [
    'statistics of a tensor that is no input',
    d => step(d, 'scale_range', { reference_tensor: 'mask' }),
    'operation-reference',
    `${stepPlace}.reference_tensor`
  ],
  ['a setting that the step does not have', d => step(d, 'sigmoid', { axis: 'x' }), 'field-unknown', stepPlace],
  [
    'a step without its settings',
    d => (d.inputs[0].preprocessing[0] = { id: 'binarize' } as never),
    'field-missing',
    stepPlace
  ],
  ['weights made from themselves', d => (d.weights.onnx.parent = 'onnx'), 'weights-parent-self', 'weights.onnx.parent'],
  [
    'an old Keras for its new files',
    d =>
      (d.weights.keras_v3 = {
        source: 'w.keras',
        keras_version: '2.15',
        backend: ['tensorflow', '2.15'],
        parent: 'onnx'
      }),
    'keras-version',
    'weights.keras_v3.keras_version'
  ],
  [
    'an operator set that is too old',
    d => (d.weights.onnx.opset_version = 6),
    'field-value',
    'weights.onnx.opset_version'
  ],
  [
    'external data under the name of the weights',
    d => Object.assign(d.weights.onnx, { source: 'w.data', external_data: { source: 'w.data' } }),
    'weights-external',
    'weights.onnx.external_data'
  ],
  ['a model made from itself', d => Object.assign(d, { id: 'me', parent: { id: 'me' } }), 'parent-self', 'parent.id'],
  [
    'a tolerance for an output that is not there',
    d => tolerance(d, { output_ids: ['other'] }),
    'tolerance-output',
    `${tolerancePlace}.output_ids`
  ],
  [
    'a tolerance that accepts a lot',
    d => tolerance(d, { relative_tolerance: 0.1 }),
    'field-value',
    `${tolerancePlace}.relative_tolerance`
  ],
  [
    'a tolerance for labels',
    d => (tolerance(d, { output_ids: ['mask'] }), Object.assign(d.outputs[0], { data: { type: 'uint8' } })),
    'tolerance-discrete',
    `${tolerancePlace}.relative_tolerance`
  ],
  [
    'results that do not fit their table',
    d => Object.assign(d.config, { bioimageio: { evaluations: [evaluation] } }),
    'evaluation-shape',
    'config.bioimageio.evaluations[0]'
  ],
  [
    'training data without an id',
    d => Object.assign(d, { training_data: { version: '1' } }),
    'field-missing',
    'training_data.id'
  ]
];

/** One metric, one factor, but two columns. */
const evaluation = {
  dataset_id: 'cells',
  dataset_source: 'https://example.com/cells',
  dataset_role: 'test',
  sample_count: 3,
  evaluation_factors: ['all'],
  evaluation_factors_long: ['All images'],
  metrics: ['iou'],
  metrics_long: ['Intersection over union'],
  results: [[0.9, 0.8]]
};

function author(description: Whole, field: string, value: string): void {
  Object.assign(description.authors[0], { [field]: value });
}

function step(description: Whole, id: string, kwargs: Record<string, unknown>): void {
  description.inputs[0].preprocessing[0] = { id, kwargs };
}

function tolerance(description: Whole, entry: Record<string, unknown>): void {
  Object.assign(description.config, { bioimageio: { reproducibility_tolerance: [entry] } });
}
