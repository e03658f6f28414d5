import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import { fieldOf } from '../rules/places';
import { convertAxes } from './axes';
import { convertOperation } from './operations';
import { fileOfCallable, fileOfDependencies } from './rules/weights';
import { lookup } from '../../tensor/lookup';

/** Fields of 0.4 that mean the same in 0.5 and are handed on as they are. */
const kept = ['name', 'id', 'description', 'authors', 'maintainers', 'cite', 'license', 'documentation', 'tags', 'covers', 'icon', 'config', 'parent', 'run_mode', 'timestamp', 'version', 'links', 'git_repo', 'training_data', 'packaged_by', 'uploader', 'id_emoji']; // prettier-ignore

/**
 * A 0.4 description in 0.5's shapes, as bioimageio.spec converts it, except where bioimageio.core runs 0.4 by its own
 * rules: pre- and postprocessing keep their modes and reference tensors, an index axis its scale, data their range.
 * What cannot be converted is left out; it has been judged before.
 */
export function convertOld(fields: Fields): Fields {
  return {
    format_version: fields.format_version,
    type: 'model',
    ...Object.fromEntries(kept.filter(key => key in fields).map(key => [key, fields[key]])),
    attachments: textsIn(fieldOf(fields.attachments, 'files')).map(source => ({ source })),
    inputs: convertTensors(fields, 'inputs'),
    outputs: convertTensors(fields, 'outputs'),
    weights: convertWeights(fields.weights)
  };
}

function convertTensors(root: Fields, side: 'inputs' | 'outputs'): unknown {
  const list: unknown = root[side];
  if (!Array.isArray(list)) {
    return list;
  }
  const files = (key: string) => textsAt(root[`${key}_${side}`]);
  const [tests, samples] = [files('test'), files('sample')];
  return list.map((tensor: unknown, index) =>
    isFields(tensor) ? convertTensor(root, tensor, side, { test: tests[index], sample: samples[index] }) : tensor
  );
}

interface TensorFiles {
  readonly test?: string;
  readonly sample?: string;
}

function convertTensor(
  root: Fields,
  tensor: Fields,
  side: 'inputs' | 'outputs',
  { test, sample }: TensorFiles
): Fields {
  const key = side === 'inputs' ? 'preprocessing' : 'postprocessing';
  const steps: readonly unknown[] = Array.isArray(tensor[key]) ? tensor[key] : [];
  return {
    id: tensor.name,
    axes: convertAxes(root, tensor, side),
    data: convertData(tensor),
    ...(test !== undefined && { test_tensor: { source: test } }),
    ...(sample !== undefined && { sample_tensor: { source: sample } }),
    [key]: steps.map(step => convertOperation(step, String(tensor.axes ?? '')))
  };
}

function convertData({ data_type: type, data_range: range }: Fields): Fields {
  return {
    type,
    ...(type === 'bool' && { values: [false, true] }),
    ...(type !== 'bool' && range !== undefined && { range })
  };
}

function convertWeights(weights: unknown): unknown {
  return isFields(weights)
    ? Object.fromEntries(Object.entries(weights).map(([format, entry]) => [format, convertEntry(entry, format)]))
    : weights;
}

/** What the zoo's library takes where 0.4 may leave out what 0.5 asks for. */
const defaults: Readonly<Record<string, Fields>> = {
  onnx: { opset_version: 15 },
  pytorch_state_dict: { pytorch_version: '1.10' },
  torchscript: { pytorch_version: '1.10' },
  keras_hdf5: { tensorflow_version: '1.15' },
  tensorflow_js: { tensorflow_version: '1.15' },
  tensorflow_saved_model_bundle: { tensorflow_version: '1.15' }
};

function convertEntry(entry: unknown, format: string): unknown {
  if (!isFields(entry)) {
    return entry;
  }
  const versions = Object.entries(lookup(defaults, format) ?? {}).map(([key, version]) => [key, entry[key] ?? version]);
  const file = typeof entry.dependencies === 'string' ? fileOfDependencies(entry.dependencies) : undefined;
  return {
    source: entry.source,
    sha256: entry.sha256,
    parent: entry.parent,
    ...Object.fromEntries(versions),
    ...(format === 'pytorch_state_dict' && { architecture: convertArchitecture(entry) }),
    ...(file !== undefined && { dependencies: { source: file } })
  };
}

function convertArchitecture({ architecture, architecture_sha256: sha256, kwargs = {} }: Fields): Fields | undefined {
  const text = typeof architecture === 'string' ? architecture.trim() : '';
  const inFile = fileOfCallable(text);
  if (inFile) {
    return { source: inFile.file, callable: inFile.name, ...(sha256 !== undefined && { sha256 }), kwargs };
  }
  const parts = text.split('.');
  return parts.length > 1 ? { import_from: parts.slice(0, -1).join('.'), callable: parts.at(-1), kwargs } : undefined;
}

function textsIn(value: unknown): string[] {
  return textsAt(value).filter(text => text !== undefined);
}

/** The texts of a list, each in its place. */
function textsAt(value: unknown): (string | undefined)[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.map(item => (typeof item === 'string' ? item : undefined));
}
