import { inWords, isFields } from '../cursor';
import type { Finding } from '../finding';
import type { Path } from '../path';
import { error, lookUp } from './complaint';
import type { Complaint } from './complaint';
import { nearest } from './nearest';

const steps = ['preprocessing', 'postprocessing'];

/** `… axes[i]`: the place of an axis of a tensor. */
function isAxis(path: Path): boolean {
  return path.length === 4 && path[2] === 'axes' && typeof path[3] === 'number';
}

function isOperation(path: Path): boolean {
  return path.length === 4 && steps.includes(String(path[2])) && typeof path[3] === 'number';
}

/** The zoo's library reports a wrong or missing `type` of an axis at the axis itself. */
export function axisFinding({ keyword, path, params, value }: Complaint): Finding | undefined {
  const axis = path.slice(0, 4);
  if (keyword === 'required' && isAxis(path) && params.missingProperty === 'type') {
    return error('field-missing', [...path, 'type'], undefined, axis);
  }
  if (path.length === 5 && isAxis(axis) && path[4] === 'type' && (keyword === 'enum' || keyword === 'type')) {
    return error('axis-type', path, { found: inWords(value) }, axis);
  }
  return undefined;
}

/** Sizes: what kind of size an axis of this side and type may have, and which halo. */
export function sizeFinding({ keyword, path, root, value, params }: Complaint): Finding | undefined {
  const place = path.slice(0, 5);
  if (path.length !== 5 || !isAxis(path.slice(0, 4)) || place[4] !== 'size') {
    return undefined;
  }
  const axis = lookUp(root, path.slice(0, 4));
  const halo = isFields(axis) && axis.halo !== undefined;
  if (keyword === 'enum') {
    const expected = '1, or left out where any number of images is taken';
    return error('size-invalid', path, { found: inWords(value), expected });
  }
  if (keyword === 'type') {
    return halo && typeof value === 'number'
      ? error('halo-reference', path)
      : typeof value === 'number' && !Number.isFinite(value)
        ? error('number-not-finite', path, { found: String(value) })
        : error('size-invalid', path, { found: inWords(value), expected: allowedSizes(path, axis) });
  }
  if (path[0] === 'outputs' && isFields(value) && 'step' in value && !('tensor_id' in value)) {
    const zooPath = halo ? [...path, 'tensor_id'] : path;
    return error('size-place', path, outputSteps, zooPath);
  }
  const unasked = isFields(value) && ('min' in value || 'max' in value) && !('step' in value);
  if (unasked && (params.missingProperty === 'tensor_id' || params.missingProperty === 'axis_id')) {
    const zooPath = halo ? [...path, 'tensor_id'] : path;
    return error('size-invalid', path, { found: inWords(value), expected: allowedSizes(path, axis) }, zooPath);
  }
  return undefined;
}

const outputSteps = {
  kind: 'a smallest size and a step',
  side: 'an output',
  expected: 'Refer to the axis of an input by tensor_id and axis_id.'
};

function allowedSizes(path: Path, axis: unknown): string {
  if (path[0] === 'inputs') {
    return 'a whole number, a smallest size (min) with a step, or a reference (tensor_id, axis_id)';
  }
  const index = isFields(axis) && axis.type === 'index';
  return `a whole number, ${index ? 'limits (min, max), ' : ''}or a reference (tensor_id, axis_id)`;
}

const postOnly = ['scale_mean_variance', 'stardist_postprocessing', 'cellpose_flow_dynamics', 'custom'];

/** Steps of pre- and postprocessing; the zoo's library reports an unknown one at the step itself. */
export function operationFinding({ keyword, path, params, value }: Complaint): Finding | undefined {
  const step = path.slice(0, 4);
  if (!isOperation(step)) {
    return undefined;
  }
  const tag = params.missingProperty;
  if (path.length === 4 && keyword === 'required' && (tag === 'id' || tag === 'name')) {
    return error('field-missing', [...path, tag], undefined, step);
  }
  if (path.length !== 5 || (path[4] !== 'id' && path[4] !== 'name') || (keyword !== 'enum' && keyword !== 'type')) {
    return undefined;
  }
  const id = typeof value === 'string' ? value : inWords(value);
  if (postOnly.includes(id) && path[0] === 'inputs') {
    return error('operation-place', path, { id }, step);
  }
  const allowed = Array.isArray(params.allowedValues) ? params.allowedValues.map(String) : [];
  const like = nearest(id, allowed);
  return error('operation-unknown', path, { id, known: allowed, ...(like !== undefined && { nearest: like }) }, step);
}

const formats = [
  'keras_hdf5',
  'keras_v3',
  'onnx',
  'pytorch_state_dict',
  'tensorflow_js',
  'tensorflow_saved_model_bundle',
  'torchscript'
];

export function weightsFinding({ keyword, path, params }: Complaint): Finding | undefined {
  if (keyword !== 'additionalProperties' || path.length !== 1 || path[0] !== 'weights') {
    return undefined;
  }
  const format = String(params.additionalProperty);
  const like = nearest(format, formats);
  return error('weights-unknown', [...path, format], {
    format,
    known: formats,
    ...(like !== undefined && { nearest: like })
  });
}
