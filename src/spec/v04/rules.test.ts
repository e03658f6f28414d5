import { expect, it } from 'vitest';
import { isFields } from '../cursor';
import { describe as sentence } from '../messages';
import { readRaw } from '../read';

/** A 0.4 description without a fault. */
function valid() {
  return {
    format_version: '0.4.10',
    type: 'model',
    name: 'Nuclei',
    description: 'Finds nuclei',
    authors: [{ name: 'A. Researcher' }],
    cite: [{ text: 'A paper', doi: '10.1234/abcd' }],
    license: 'MIT',
    documentation: 'README.md',
    timestamp: '2022-01-01T00:00:00Z',
    test_inputs: ['in.npy'],
    test_outputs: ['out.npy'],
    inputs: [
      {
        name: 'raw',
        axes: 'bcyx',
        data_type: 'float32',
        shape: { min: [1, 1, 32, 32], step: [0, 0, 16, 16] },
        preprocessing: [
          { name: 'zero_mean_unit_variance', kwargs: { mode: 'per_sample', axes: 'yx' } },
          { name: 'scale_range', kwargs: { mode: 'per_sample', axes: 'yx' } }
        ]
      }
    ],
    outputs: [
      {
        name: 'mask',
        axes: 'bcyx',
        data_type: 'float32',
        shape: { reference_tensor: 'raw', scale: [1, 1, 1, 1], offset: [0, 0, 0, 0] },
        halo: [0, 0, 8, 8],
        postprocessing: [{ name: 'scale_linear', kwargs: { axes: 'yx', gain: 2 } }]
      }
    ],
    weights: {
      pytorch_state_dict: { source: 'w.pt', architecture: 'net.Net', pytorch_version: '1.13' }
    }
  };
}

/** The description with another value at a place such as `inputs.0.axes`; `undefined` takes the field out. */
function changed(place: string, value: unknown): unknown {
  const description = valid();
  const keys = place.split('.');
  const parent = keys.slice(0, -1).reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), description);
  const key = keys.at(-1) ?? '';
  expect(isFields(parent) || Array.isArray(parent)).toBe(true);
  if (value === undefined) {
    Reflect.deleteProperty(Object(parent), key);
  } else {
    Reflect.set(Object(parent), key, value);
  }
  return description;
}

const step = 'inputs.0.preprocessing.0.kwargs';
const state = 'weights.pytorch_state_dict';

it('finds nothing in a description without a fault', () => {
  expect(readRaw(valid()).findings).toEqual([]);
});

it.each([
  ['inputs.0.name', 'raw image', 'old-tensor-name', 'inputs.0.name'],
  ['inputs.0.axes', 'bcyq', 'axis-letters', 'inputs.0.axes'],
  [`${step}.axes`, 'byx', 'old-step-letters', `${step}.axes`],
  [`${step}.axes`, 'zyx', 'operation-axes', `${step}.axes`],
  [`${step}.mode`, 'fixed', 'old-fixed-values', step],
  [`${step}.mean`, 3, 'old-measured-values', step],
  ['inputs.0.preprocessing.1.kwargs.max_percentile', 0.998, 'field-value', 'inputs.0.preprocessing.1.kwargs.max_percentile'], // prettier-ignore
  ['inputs.0.preprocessing.1.kwargs.min_percentile', 100, 'field-value', 'inputs.0.preprocessing.1.kwargs.min_percentile'], // prettier-ignore
  ['inputs.0.preprocessing.1.kwargs.reference_tensor', 'mask', 'operation-reference', 'inputs.0.preprocessing.1.kwargs.reference_tensor'], // prettier-ignore
  ['inputs.0.preprocessing.1.kwargs.reference_tensor', 'raw', 'old-reference-self', 'inputs.0.preprocessing.1.kwargs.reference_tensor'], // prettier-ignore
  ['inputs.0.shape.min', [2, 1, 32, 32], 'old-batch-size', 'inputs.0.shape.min.0'],
  ['inputs.0.shape.step', [1, 0, 16, 16], 'old-batch-step', 'inputs.0.shape.step.0'],
  ['inputs.0.shape.step', [0, 0, 16], 'values-count', 'inputs.0.shape'],
  ['outputs.0.name', 'raw', 'tensor-id-duplicate', 'outputs.0.name'],
  ['outputs.0.shape.offset', [0, 0, 0.25, 0], 'old-offset-half', 'outputs.0.shape.offset.2'],
  ['outputs.0.shape.scale', [1, null, 1, 1], 'old-new-axis', 'outputs.0.shape'],
  ['outputs.0.shape.reference_tensor', 'image', 'old-shape-reference', 'outputs.0.shape.reference_tensor'],
  ['outputs.0.shape.reference_tensor', 'mask', 'old-shape-circle', 'outputs.0.shape'],
  ['outputs.0.shape', [1, 32, 32], 'shape-length', 'outputs.0.halo'],
  ['outputs.0.shape.offset', [0, 0, -16, 0], 'old-output-small', 'outputs.0.shape'],
  ['outputs.0.halo', [0, 0, 16, 8], 'halo-too-large', 'outputs.0.halo.2'],
  ['outputs.0.postprocessing.0.kwargs.axes', undefined, 'old-step-axes', 'outputs.0.postprocessing.0.kwargs.axes'],
  [`${state}.architecture`, 'Net', 'old-architecture', `${state}.architecture`],
  [`${state}.architecture`, 'net.py:Net', 'old-architecture-hash', `${state}.architecture_sha256`],
  [`${state}.architecture_sha256`, 'a'.repeat(64), 'old-architecture-hash-extra', `${state}.architecture_sha256`],
  [`${state}.dependencies`, 'environment.yaml', 'old-dependencies', `${state}.dependencies`],
  [`${state}.parent`, 'pytorch_state_dict', 'weights-parent-self', `${state}.parent`],
  [state, null, 'weights-none', 'weights'],
  ['test_inputs', ['in.tif'], 'file-suffix', 'test_inputs.0'],
  ['covers', ['rdf.yaml'], 'file-reserved', 'covers.0'],
  ['documentation', '/README.md', 'old-file-absolute', 'documentation'],
  ['cite', [{ text: 'A paper' }], 'cite-target', 'cite.0'],
  ['config', { threshold: Infinity }, 'number-not-finite', 'config.threshold'],
  ['training_data', { id: 'nuclei data' }, 'field-value', 'training_data.id']
])('%s: %j is an error', (place, value, code, path) => {
  const errors = readRaw(changed(place, value)).findings.filter(({ severity }) => severity === 'error');
  expect(errors.map(finding => [finding.code, finding.path.join('.')])).toContainEqual([code, path]);
});

it.each([
  ['license', 'my own', 'license-unknown', 'license'],
  ['cite', [], 'field-recommended', 'cite'],
  ['name', 'N2', 'old-name-length', 'name'],
  ['run_mode', { name: 'tiled' }, 'old-run-mode', 'run_mode.name'],
  [`${state}.pytorch_version`, undefined, 'old-weights-version', `${state}.pytorch_version`],
  [`${state}.attachments`, { files: ['a.txt'] }, 'old-weights-attachments', `${state}.attachments`],
  [`${state}.dependencies`, 'conda:env.yaml', 'old-weights-dependencies', `${state}.dependencies`],
  ['format_version', '0.4.11', 'version-newer', 'format_version']
])('%s: %j is only warned of', (place, value, code, path) => {
  const { findings } = readRaw(changed(place, value));
  expect(findings.map(finding => [finding.code, finding.path.join('.')])).toEqual([[code, path]]);
  expect(findings.every(({ severity }) => severity !== 'error')).toBe(true);
});

it('takes what the library takes: names as authors, DOIs and accounts with their address', () => {
  const { findings } = readRaw({
    ...valid(),
    authors: ['A. Researcher', { name: 'Another', github_user: 'https://github.com/somebody' }],
    cite: [{ text: 'A paper', doi: 'https://doi.org/10.1234/abcd' }],
    parent: { id: 'anything, it is not looked at' }
  });
  expect(findings).toEqual([]);
});

it('says the whole text where a list belongs, not its first letter', () => {
  const said = readRaw({ ...valid(), cite: 'todo' }).findings.map(sentence);
  expect(said).toContain('The list of citations is the text “todo”, but must be a list.');
});

it('reads a description of 0.3, and says what is wrong where it stands in the file', () => {
  const { weights, ...rest } = valid();
  const { source, pytorch_version } = weights.pytorch_state_dict;
  const old = {
    ...rest,
    format_version: '0.3.6',
    language: 'python',
    framework: 'pytorch',
    source: 'network.py:Net',
    weights: { pytorch_state_dict: { source, pytorch_version } }
  };
  const { description, findings, files } = readRaw({ ...old, sha256: 'a'.repeat(64) });
  expect(findings.map(({ code }) => code)).toEqual([]);
  expect(files.map(({ source, path }) => [source, path])).toContainEqual(['network.py', ['source']]);
  expect(description?.outputs[0].axes.map(({ halo }) => halo)).toEqual([0, 0, 8, 8]);
  const faulty = readRaw({ ...old, source: 'Net' }).findings;
  expect(faulty.map(finding => [finding.code, finding.path])).toEqual([['old-architecture', ['source']]]);
  expect(faulty.map(sentence).join()).toContain('The source is “Net”');
});
