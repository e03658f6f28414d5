import { isFields } from '../cursor';
import type { Cursor, Fields } from '../cursor';
import { readFile } from '../files';
import { convertAxes } from './axes';
import { convertOperation } from './operations';

/** What a 0.4 description must have beside inputs, outputs, weights and name. */
const required = ['description', 'authors', 'license', 'documentation', 'timestamp', 'test_inputs', 'test_outputs'];

/** Fields of 0.4 that mean the same in 0.5 and are handed on as they are. */
const kept = ['name', 'id', 'description', 'authors', 'maintainers', 'cite', 'license', 'documentation', 'tags', 'covers', 'icon', 'config', 'parent', 'run_mode', 'timestamp', 'version', 'links', 'git_repo', 'training_data', 'packaged_by', 'uploader', 'id_emoji']; // prettier-ignore

/**
 * A 0.4 description in 0.5's shapes, as bioimageio.spec converts it, except that pre- and postprocessing keep
 * their modes and reference tensors, which bioimageio.core honours when it runs a 0.4 model.
 * What cannot be converted is left out; the 0.5 reader then reports it as missing at its place in the 0.4 file.
 */
export function convertOld(root: Cursor): Fields {
  required.forEach(field => root.need(field));
  const fields = root.asFields() ?? {};
  const attachments = root.at('attachments').at('files');
  return {
    format_version: fields.format_version,
    type: 'model',
    ...Object.fromEntries(kept.filter(key => key in fields).map(key => [key, fields[key]])),
    ...(attachments.present && { attachments: attachments.texts().map(source => ({ source })) }),
    inputs: convertTensors(root, 'inputs'),
    outputs: convertTensors(root, 'outputs'),
    weights: convertWeights(root.at('weights'))
  };
}

function convertTensors(root: Cursor, side: 'inputs' | 'outputs'): unknown {
  const list = root.at(side);
  if (!Array.isArray(list.value)) {
    return list.value;
  }
  const tests = root.at(`test_${side}`).items();
  const samples = root.at(`sample_${side}`).items();
  return list
    .items()
    .map((tensor, index) => convertTensor(root, tensor, side, { test: tests[index], sample: samples[index] }));
}

function convertTensor(
  root: Cursor,
  tensor: Cursor,
  side: 'inputs' | 'outputs',
  files: { test?: Cursor; sample?: Cursor }
) {
  if (!isFields(tensor.value)) {
    return tensor.value;
  }
  const letters = tensor.need('axes').asText() ?? '';
  const steps = side === 'inputs' ? 'preprocessing' : 'postprocessing';
  const test = files.test?.asText();
  const sample = files.sample?.asText();
  return {
    id: tensor.need('name').asText(),
    axes: convertAxes(root, tensor, letters, side),
    data: convertData(tensor),
    ...(test !== undefined && { test_tensor: { source: test } }),
    ...(sample !== undefined && { sample_tensor: { source: sample } }),
    [steps]: tensor
      .at(steps)
      .items()
      .map(step => convertOperation(step, letters))
  };
}

function convertData(tensor: Cursor): Fields {
  const type = tensor.need('data_type').asText();
  const range = tensor.at('data_range');
  return {
    type,
    ...(type === 'bool' && { values: [false, true] }),
    ...(type !== 'bool' && range.present && { range: range.value })
  };
}

/** Weights keep their fields; files named in 0.4's own ways are noted here, so that they are looked for. */
function convertWeights(weights: Cursor): unknown {
  if (!isFields(weights.value)) {
    return weights.value;
  }
  return Object.fromEntries(
    Object.keys(weights.value).map(format => [format, convertEntry(weights.at(format), format)])
  );
}

const defaults: Readonly<Record<string, Fields>> = {
  onnx: { opset_version: 15 },
  pytorch_state_dict: { pytorch_version: '1.10', architecture: { import_from: '', callable: '' } },
  torchscript: { pytorch_version: '1.10' },
  keras_hdf5: { tensorflow_version: '1.15' },
  tensorflow_js: { tensorflow_version: '1.15' },
  tensorflow_saved_model_bundle: { tensorflow_version: '1.15' }
};

function convertEntry(entry: Cursor, format: string): unknown {
  if (!isFields(entry.value)) {
    return entry.value;
  }
  const file = /^([^:]+\.py):\w+$/.exec(entry.at('architecture').asText() ?? '')?.[1];
  const environment = /^(?:conda|pip):(.+)$/.exec(entry.at('dependencies').asText() ?? '')?.[1];
  for (const [key, source] of [
    ['architecture', file],
    ['dependencies', environment]
  ] as const) {
    if (source !== undefined) {
      readFile(entry.at(key), { plain: true });
      entry.reading.files.push({ ...entry.reading.files.pop()!, source });
    }
  }
  const { source, sha256, parent, opset_version } = entry.value;
  return { ...defaults[format], source, sha256, parent, ...(opset_version !== undefined && { opset_version }) };
}
