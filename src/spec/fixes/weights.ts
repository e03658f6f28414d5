import { isFields } from '../cursor';
import { asNumber, drop, fix, fieldOf, listAt, remove, set, put, valueAt } from './make';
import type { Mender } from './make';
import { nearest } from './nearest';
import { lookup } from '../../tensor/lookup';

/** Weights formats with the fields that an entry must have to be one. */
const formats: Readonly<Record<string, readonly string[]>> = {
  keras_hdf5: ['tensorflow_version'],
  keras_v3: ['keras_version', 'backend'],
  onnx: ['opset_version'],
  pytorch_state_dict: ['architecture', 'pytorch_version'],
  tensorflow_js: ['tensorflow_version'],
  tensorflow_saved_model_bundle: ['tensorflow_version'],
  torchscript: ['pytorch_version']
};

/** Names of older formats and of the frameworks. */
const called: Readonly<Record<string, string>> = {
  pytorch_script: 'torchscript',
  torch_script: 'torchscript',
  keras: 'keras_v3',
  keras_h5: 'keras_hdf5',
  hdf5: 'keras_hdf5',
  tensorflow: 'tensorflow_saved_model_bundle',
  tf_saved_model: 'tensorflow_saved_model_bundle',
  saved_model: 'tensorflow_saved_model_bundle',
  pytorch: 'pytorch_state_dict'
};

/** The weights format that is meant, where the entry has what that one needs; else the entry goes if others stay. */
export const knownWeights: Mender = ({ path }, raw) => {
  const name = fieldOf(path);
  const entry = valueAt(raw, path);
  const all = valueAt(raw, ['weights']);
  if (path.length !== 2 || path[0] !== 'weights' || !isFields(all)) {
    return undefined;
  }
  const meant = lookup(called, name.toLowerCase()) ?? nearest(name, Object.keys(formats));
  const needs = lookup(formats, meant) ?? [];
  if (meant !== undefined && !(meant in all) && isFields(entry) && needs.every(field => field in entry)) {
    return fix('rename', { value: meant }, { op: 'rename', path, key: meant });
  }
  const others = Object.keys(all).filter(other => other in formats && isFields(all[other]));
  const isParent = others.some(other => valueAt(all, [other, 'parent']) === name);
  return others.length > 0 && !isParent ? drop(path, raw) : undefined;
};

/** Weights that name as their origin what is not there, or themselves. */
export const withoutParent: Mender = ({ path }, raw) => {
  const at = path.indexOf('parent');
  const place = at < 0 ? [...path, 'parent'] : path.slice(0, at + 1);
  const found = valueAt(raw, place);
  const all = valueAt(raw, ['weights']);
  const others = isFields(all) && path[0] === 'weights' ? Object.keys(all).filter(name => name !== path[1]) : [];
  const meant = typeof found === 'string' ? nearest(found, others) : undefined;
  if (found === undefined || found === null) {
    return undefined;
  }
  return meant !== undefined && meant !== found && valueAt(all, [meant, 'parent']) === undefined ? put(place, meant) : fix('no-parent', {}, remove(place)); // prettier-ignore
};

const tolerances = ['config', 'bioimageio', 'reproducibility_tolerance'];

/** The most that the zoo allows on this output, rounded down to two digits. */
export const smallerTolerance: Mender = ({ path, data }, raw) => {
  const most = asNumber(data?.most);
  const index = path[3];
  if (most === undefined || typeof index !== 'number' || !isFields(valueAt(raw, [...tolerances, index]))) {
    return undefined;
  }
  const value = most > 0 ? roundedDown(0.01 * most) : 0;
  return fix('tolerance', { value }, set([...tolerances, index, 'absolute_tolerance'], value));
};

function roundedDown(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.floor(value / unit) * unit).toPrecision(2));
}

/** An output that is not there: the one that is nearly called so, else the name goes, and with the last one the entry. */
export const knownOutput: Mender = ({ path, data }, raw) => {
  const index = path[3];
  const where = [...tolerances, ...(typeof index === 'number' ? [index] : []), 'output_ids'];
  const named = valueAt(raw, where);
  const outputs = listAt(raw, ['outputs']).map(output => (isFields(output) ? String(output.id ?? 'output') : ''));
  const found = String(data?.tensor ?? (typeof path[5] === 'number' ? listAt(raw, where)[path[5]] : named));
  const meant = nearest(found, outputs);
  if (!Array.isArray(named)) {
    return typeof index === 'number' && typeof named === 'string' && outputs.includes(named) ? fix('as-list', {}, set(where, [named])) : undefined; // prettier-ignore
  }
  const at = named.findIndex(name => name === found);
  if (at < 0) {
    return undefined;
  }
  if (meant !== undefined && !named.includes(meant)) {
    return fix('use', { value: meant }, set([...where, at], meant));
  }
  // An empty list would mean every output.
  return named.length > 1
    ? drop([...where, at], raw)
    : fix('remove-entry', { value: found }, remove(where.slice(0, 4)));
};

/** Whole numbers and flags must be met exactly. */
export const exact: Mender = ({ path }, raw) =>
  isFields(valueAt(raw, path.slice(0, -1))) ? fix('tolerance', { value: 0 }, set(path, 0)) : undefined;
