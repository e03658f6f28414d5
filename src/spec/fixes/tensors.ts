import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Path } from '../path';
import type { Fix } from '../fix';
import type { FixKind } from '../texts/fixes';
import { asNumber, fix, isOld, listAt, remove, set, put, valueAt } from './make';
import type { Mender } from './make';
import { axisAt, rawTensors, sameAxisId, tensorAt } from './places';
import type { RawAxis } from './places';
import { same } from './same';

const describable = ['float32', 'float64', 'uint8', 'int8', 'uint16', 'int16', 'uint32', 'int32', 'uint64', 'int64'];
/** Format 0.4 knows no others for its inputs. */
const oldInputs = ['float32', 'uint8', 'uint16'];

/** The type that the test tensor has. */
export const testType: Mender = ({ path, data }, raw) => {
  const found = String(data?.found);
  if (isOld(raw)) {
    const side = path[0] === 'test_inputs' || path[0] === 'inputs' ? 'inputs' : 'outputs';
    const known = side === 'inputs' ? oldInputs : describable;
    const place = [side, path[1], 'data_type'];
    return known.includes(found) && valueAt(raw, place) !== undefined ? fix('test-type', { value: found }, set(place, found)) : undefined; // prettier-ignore
  }
  const tensor = tensorAt(raw, path);
  if (!tensor || !describable.includes(found)) {
    return undefined;
  }
  const where = [...tensor.path, 'data'];
  const described = valueAt(raw, where);
  const entries = Array.isArray(described) ? listAt(raw, where) : [described];
  // Labels and classes have rules of their own on which values go with which type.
  if (entries.some(entry => entry !== undefined && entry !== null && (!isFields(entry) || 'values' in entry))) {
    return undefined;
  }
  const edits = Array.isArray(described)
    ? entries.map((_, index) => set([...where, index, 'type'], found))
    : [isFields(described) ? set([...where, 'type'], found) : set(where, { type: found })];
  return fix('test-type', { value: found }, ...edits);
};

/** The size that the test tensor has, in place of a size, a step or a number of channels that it denies. */
export const testSize: Mender = ({ path, data }, raw) => {
  const found = asNumber(data?.found);
  const axis = axisAt(tensorAt(raw, path), path);
  if (!axis || found === undefined || isOld(raw) || !Number.isInteger(found) || found < 1) {
    return undefined;
  }
  if (axis.type === 'batch') {
    return fix('any-size', {}, remove([...axis.path, 'size']));
  }
  if (axis.type === 'channel') {
    return channelCount(raw, axis, found, 'test-size');
  }
  return leavesHalo(raw, axis, path, found) ? fix('test-size', { value: found }, set([...axis.path, 'size'], found)) : undefined; // prettier-ignore
};

/** Whether a fixed size leaves something of every output whose halo is counted on it. */
function leavesHalo(raw: Fields, axis: RawAxis, path: Path, size: number): boolean {
  const tensor = tensorAt(raw, path)?.id;
  const scale = asNumber(axis.fields.scale) ?? 1;
  return rawTensors(raw)
    .flatMap(({ axes }) => axes)
    .filter(
      ({ fields }) =>
        isFields(fields.size) &&
        String(fields.size.tensor_id).toLowerCase() === tensor &&
        sameAxisId(fields.size.axis_id) === axis.id
    ) // prettier-ignore
    .every(({ fields }) => {
      const offset = isFields(fields.size) ? (asNumber(fields.size.offset) ?? 0) : 0;
      const resulting = Math.trunc((size * scale) / (asNumber(fields.scale) ?? 1) + offset);
      return resulting - 2 * (asNumber(fields.halo) ?? 0) >= 1;
    });
}

/** One name per channel: the first ones stay, further ones are numbered. */
export function channelCount(raw: Fields, axis: RawAxis, count: number, kind: FixKind): Fix | undefined {
  const names = listAt(axis.fields, ['channel_names']).map(String);
  const perChannel = listAt(raw, [...axis.path.slice(0, 2), 'data']).length > 1;
  if (count > 1000 || perChannel) {
    return undefined;
  }
  const named = Array.from({ length: count }, (_, index) => names[index] ?? `channel${index}`);
  return fix(kind, { value: count }, set([...axis.path, 'channel_names'], named));
}

/** A data-dependent size takes in the size that the test tensor has. */
export const testRange: Mender = ({ path, data }, raw) => {
  const axis = axisAt(tensorAt(raw, path), path);
  const found = asNumber(data?.found);
  const size = axis?.fields.size;
  if (!axis || found === undefined || !isFields(size)) {
    return undefined;
  }
  const [min, max] = [asNumber(size.min) ?? 1, asNumber(size.max)];
  const key = found < min ? 'min' : max !== undefined && found > max ? 'max' : undefined;
  return key && fix('test-size', { value: found }, set([...axis.path, 'size', key], found));
};

/** Scales that networks have: halves and doubles. */
const scales = [2, 4, 8, 16, 1 / 2, 1 / 4, 1 / 8, 1 / 16];

/** The scale or the offset with which the size of the test tensor follows from the input's. */
export const testReference: Mender = ({ path, data }, raw) => {
  const axis = axisAt(tensorAt(raw, path), path);
  const [found, expected] = [asNumber(data?.found), asNumber(data?.expected)];
  const size = axis?.fields.size;
  if (!axis || !isFields(size) || found === undefined || expected === undefined || found < 1 || isOld(raw)) {
    return undefined;
  }
  const target = rawTensors(raw)
    .find(({ id }) => id === String(size.tensor_id).toLowerCase())
    ?.axes.find(({ id }) => id === sameAxisId(size.axis_id));
  const offset = asNumber(size.offset) ?? 0;
  const own = asNumber(axis.fields.scale) ?? 1;
  const theirs = asNumber(target?.fields.scale) ?? 1;
  const ratio = ((expected - offset) * own) / theirs / found;
  const scaled = axis.type === 'space' || axis.type === 'time';
  if (scaled && offset === 0 && scales.includes(ratio) && axis.fields.halo === undefined) {
    return fix('use-in', { field: 'scale', value: ratio * theirs }, set([...axis.path, 'scale'], ratio * theirs));
  }
  const moved = offset + found - expected;
  return Number.isInteger(moved) && axis.fields.halo === undefined
    ? fix('use-in', { field: 'offset', value: moved }, set([...axis.path, 'size', 'offset'], moved))
    : undefined;
};

/** Limits that are none. */
export const finiteRange: Mender = ({ path }, raw) => {
  const range = listAt(raw, path);
  const limits = range.map(limit => (asNumber(limit) === undefined ? null : limit));
  return range.length === 2 ? fix('no-limit', {}, set(path, limits)) : undefined;
};

/** A range written the wrong way round. */
export const swapRange: Mender = ({ path }, raw) => {
  const [from, to, ...more] = listAt(raw, path);
  const turned = asNumber(from) !== undefined && asNumber(to) !== undefined && more.length === 0;
  return turned ? fix('swap', { value: `${String(to)} to ${String(from)}` }, set(path, [to, from])) : undefined;
};

/** The range that takes in what the test tensor holds. */
export const testValues: Mender = ({ path, data }, raw) => {
  const range = listAt(raw, path);
  const wider = data?.wider;
  return range.length === 2 && Array.isArray(wider) ? fix('test-range', { value: wider.map(limit => limit ?? 'no limit').join(' to ') }, set(path, wider)) : undefined; // prettier-ignore
};

/** Descriptions of channels that are all the same, but not as many as there are channels: one for all. */
export const oneForAll: Mender = ({ path }, raw) => {
  const entries = listAt(raw, path);
  return entries.length > 1 && isFields(entries[0]) && entries.every(entry => same(entry, entries[0]))
    ? fix('one', {}, set(path, entries[0]))
    : undefined;
};

/** What people call the types of axes. */
const axisTypes: Readonly<Record<string, readonly string[]>> = {
  batch: ['batch', 'b', 'n', 'samples'],
  channel: ['channel', 'channels', 'c'],
  time: ['time', 't', 'frame', 'frames'],
  index: ['index', 'i'],
  space: ['space', 'spatial', 'x', 'y', 'z']
};

/** The type of an axis that is written in another way. */
export const axisType: Mender = ({ path }, raw) => {
  const found = valueAt(raw, path);
  const word = typeof found === 'string' ? found.trim().toLowerCase() : '';
  const type = Object.entries(axisTypes).find(([, words]) => words.includes(word))?.[0];
  return type !== undefined && type !== found ? put(path, type) : undefined;
};

/** Letters of 0.4 in lower case. */
export const axisLetters: Mender = ({ path }, raw) => {
  const found = valueAt(raw, path);
  const plain = typeof found === 'string' ? found.toLowerCase().replace(/[\s,]+/g, '') : '';
  const fits = /^[bitczyx]+$/.test(plain) && new Set(plain).size === plain.length;
  return fits && plain !== found ? put(path, plain) : undefined;
};

/** Letters of a step's axes in 0.4: in lower case, each once. */
export const stepLetters: Mender = ({ path }, raw) => {
  const found = valueAt(raw, path);
  const plain = typeof found === 'string' ? [...new Set(found.slice(0, 32).toLowerCase().replace(/[\s,]+/g, ''))].join('') : ''; // prettier-ignore
  return /^[czyx]+$/.test(plain) && plain !== found ? put(path, plain) : undefined;
};

/** The one number that 0.4 allows for the batch of an input. */
export const batchNumber =
  (value: 0 | 1): Mender =>
  ({ path }, raw) =>
    asNumber(valueAt(raw, path)) === undefined ? undefined : put(path, value);
