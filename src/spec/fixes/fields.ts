import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Path } from '../path';
import type { Fix } from '../fix';
import { asNumber, drop, fieldOf, fix, isOld, listAt, remove, set, valueAt } from './make';
import type { Mender } from './make';
import { nearest } from './nearest';
import { meantValue } from './values';
import { lookup } from '../../tensor/lookup';

const person = ['name', 'affiliation', 'email', 'orcid', 'github_user'];
const root = ['format_version', 'type', 'id', 'name', 'description', 'authors', 'maintainers', 'packaged_by', 'cite', 'license', 'documentation', 'covers', 'id_emoji', 'icon', 'git_repo', 'links', 'tags', 'attachments', 'uploader', 'version', 'version_comment', 'parent', 'run_mode', 'timestamp', 'training_data', 'config', 'inputs', 'outputs', 'weights']; // prettier-ignore
const oldRoot = ['test_inputs', 'test_outputs', 'sample_inputs', 'sample_outputs'];
const tensor = ['id', 'description', 'axes', 'test_tensor', 'sample_tensor', 'data'];
const oldTensor = ['name', 'description', 'axes', 'data_type', 'data_range', 'shape'];
const axis = ['id', 'type', 'description', 'size', 'unit', 'scale', 'channel_names'];
const weights = ['source', 'sha256', 'authors', 'parent', 'comment', 'opset_version', 'external_data', 'tensorflow_version', 'keras_version', 'backend', 'pytorch_version', 'architecture', 'dependencies']; // prettier-ignore

/** Other spellings and older names, where they are further from the name than a slip of the finger. */
const called: Readonly<Record<string, string>> = {
  licence: 'license',
  author: 'authors',
  cover: 'covers',
  tag: 'tags',
  citation: 'cite',
  channels: 'channel_names',
  github: 'github_user',
  docs: 'documentation'
};

/** Fields that may stand at a place, by the names on the way to it. */
function knownAt(path: Path, raw: Fields): readonly string[] {
  const names = path.filter(key => typeof key === 'string').join('.');
  const old = isOld(raw);
  const side = /^(in|out)puts$/.exec(names)?.[1];
  if (side) {
    const steps = side === 'in' ? ['preprocessing', 'optional'] : ['postprocessing', 'halo'];
    return [...(old ? oldTensor : tensor), steps[0], ...(old === (side === 'out') ? [steps[1]] : [])];
  }
  if (/^(in|out)puts\.axes$/.test(names)) {
    return names.startsWith('in') ? [...axis, 'concatenable'] : [...axis, 'halo'];
  }
  if (/^(in|out)puts\.(pre|post)processing$/.test(names)) {
    return [old ? 'name' : 'id', 'kwargs'];
  }
  const others: Readonly<Record<string, readonly string[]>> = {
    '': old ? [...root, ...oldRoot] : root,
    authors: person,
    maintainers: person,
    packaged_by: person,
    cite: ['text', 'doi', 'url']
  };
  return path[0] === 'weights' && path.length === 2 ? weights : (lookup(others, names) ?? []);
}

/** A field that the format does not have: the one that is nearly called so and not there, else it goes. */
export const knownField: Mender = ({ path, data }, raw) => {
  const parent = path.slice(0, -1);
  const found = path.at(-1);
  const siblings = valueAt(raw, parent);
  // An empty name, or a list or group as a name, cannot be pointed at in the text.
  if (typeof found !== 'string' || /^($|[{[])/.test(found) || !isFields(siblings) || !Object.hasOwn(siblings, found)) {
    return undefined;
  }
  if (found === 'size' && siblings.type === 'channel' && siblings.channel_names === undefined) {
    return numberedChannels(parent, siblings.size);
  }
  const listed = Array.isArray(data?.known) ? data.known.map(String) : knownAt(parent, raw);
  const known = listed.filter(name => !Object.hasOwn(siblings, name));
  const alias = lookup(called, found.toLowerCase());
  if (found === 'channel_names' && siblings.type === 'batch' && siblings.size === undefined) {
    const axes = listAt(raw, path.slice(0, -2));
    if (axes.some(axis => isFields(axis) && axis.type === 'channel')) {
      return undefined;
    }
    return fix('use-in', { field: 'type', value: 'channel' }, set([...parent, 'type'], 'channel'));
  }
  const offered = typeof data?.nearest === 'string' ? data.nearest : nearest(found, known);
  const meant = alias !== undefined && known.includes(alias) ? alias : offered;
  if (meant === undefined) {
    const stepped =
      parent.at(-1) === 'size' && ['min', 'step'].includes(found) && 'min' in siblings && 'step' in siblings;
    if (stepped) {
      return 'max' in siblings ? drop([...parent, 'max'], raw) : undefined;
    }
    return isNeeded(parent, siblings, raw) ? undefined : drop(path, raw);
  }
  const value = meantValue(meant, siblings[found]);
  const edits = value === siblings[found] ? [] : [set(path, value)];
  return fix('rename-field', { field: found, value: meant }, ...edits, { op: 'rename', path, key: meant });
};

/** Where taking the field away would leave nothing that the place could mean. */
function isNeeded(parent: Path, siblings: Fields, raw: Fields): boolean {
  const above = valueAt(raw, parent.slice(0, -1));
  if (parent.at(-1) === 'size') {
    const whole = ('min' in siblings && 'step' in siblings) || ('tensor_id' in siblings && 'axis_id' in siblings);
    return !whole || (isFields(above) && above.type === 'batch');
  }
  const needing = isFields(above) && ['scale_linear', 'clip'].includes(String(above.id));
  const set = ['gain', 'offset', 'min', 'max', 'min_percentile', 'max_percentile'].some(key => key in siblings);
  return parent.at(-1) === 'kwargs' && needing && !set;
}

/** Steps that need no settings. */
const bare = ['scale_range', 'sigmoid', 'softmax', 'zero_mean_unit_variance'];

/** Fields that have a value of their own where nothing is said. */
export const addedField: Mender = ({ path }, raw) => {
  const field = fieldOf(path);
  const parent = valueAt(raw, path.slice(0, -1));
  if (field === 'type' && path.length === 1) {
    return fix('add-field', { field, value: 'model' }, set(path, 'model'));
  }
  if (field === 'kwargs' && isFields(parent) && bare.includes(String(parent.id ?? parent.name))) {
    return fix('add-field', { field, value: '{}' }, set(path, {}));
  }
  return isFields(parent) && field === 'channel_names' ? numberedChannels(path.slice(0, -1), parent.size) : undefined;
};

/** Channels have names and no size; where only the size is stated, they are numbered. */
function numberedChannels(axis: Path, stated: unknown): Fix | undefined {
  const size = asNumber(stated);
  if (size === undefined || !Number.isInteger(size) || size < 1 || size > 1000) {
    return undefined;
  }
  const value = Array.from({ length: size }, (_, index) => `channel${index}`);
  const edits = [set([...axis, 'channel_names'], value), remove([...axis, 'size'])];
  return fix('add-field', { field: 'channel_names', value }, ...edits);
}

/** The version whose shapes the description has. */
export const addedVersion: Mender = (_, raw) => {
  const inputs: unknown = valueAt(raw, ['inputs', 0, 'axes']);
  const value = Array.isArray(inputs)
    ? '0.5.10'
    : typeof inputs === 'string' && 'test_inputs' in raw
      ? '0.4.10'
      : undefined;
  return value && fix('add-field', { field: 'format_version', value }, set(['format_version'], value));
};

const optional = ['affiliation', 'email', 'orcid', 'github_user', 'doi', 'url', 'sha256', 'version', 'version_comment', 'id_emoji', 'icon', 'git_repo', 'unit', 'license', 'documentation', 'parent', 'halo', 'scale', 'offset', 'comment', 'covers', 'links', 'attachments', 'maintainers', 'packaged_by', 'uploader', 'training_data', 'run_mode', 'timestamp', 'sample_tensor', 'external_data', 'dependencies', 'range', 'description', 'preprocessing', 'postprocessing', 'config']; // prettier-ignore

/** What is written and empty, and may as well be left out. */
export const withoutEmpty: Mender = ({ path }, raw) => {
  const found = valueAt(raw, path);
  const field = path.at(-1);
  const empty = found === null || (typeof found === 'string' && found.trim() === '') || (Array.isArray(found) && found.length === 0); // prettier-ignore
  if (!empty || typeof field !== 'string' || !optional.includes(field)) {
    return undefined;
  }
  const other = field === 'doi' ? 'url' : field === 'url' ? 'doi' : undefined;
  const required =
    isOld(raw) && path.length === 1 && ['description', 'documentation', 'license', 'timestamp'].includes(field);
  const reachable = path[0] === 'maintainers' && field === 'github_user';
  const alone = other !== undefined && !valueAt(raw, [...path.slice(0, -1), other]);
  return alone || required || reachable ? undefined : drop(path, raw);
};

/** A number that is not finite, where the field may be left out. */
export const finite: Mender = ({ path }) => {
  const field = path.at(-1);
  return typeof field === 'string' && optional.includes(field) ? fix('no-limit', {}, remove(path)) : undefined;
};
