import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Path } from '../path';
import type { Fix } from '../fix';
import { fix, isOld, listAt, set, valueAt } from './make';
import type { Mender } from './make';
import { axisAt, freeName, rawTensors, sameAxisId, stepsPath, tensorAt } from './places';
import type { RawAxis, RawTensor } from './places';

/** Characters of a name that are looked at: what is longer was not meant as one. */
const longest = 1000;
const mostOfTensor = 32;
const mostOfAxis = 16;
const keywords = new Set('and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(' ')); // prettier-ignore

/** A name of Python in lower case, at most `most` characters. */
function identifier(found: string, fallback: string, most: number): string {
  const plain = found
    .slice(0, longest)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '');
  const named = plain === '' ? fallback : /^\d/.test(plain) ? `${fallback}_${plain}` : plain;
  const cut = named.slice(0, most).replace(/_+$/, '');
  return keywords.has(cut) ? `${cut}_${fallback}`.slice(0, most) : cut;
}

/** Tensor and axis ids that are no names: made to names, and all that refers to them follows. */
export const validId: Mender = ({ path }, raw) => {
  const found = valueAt(raw, path);
  const tensor = tensorAt(raw, path);
  if (typeof found !== 'string' || !tensor || isOld(raw)) {
    return undefined;
  }
  const axis = axisAt(tensor, path);
  if (axis && path.length === 5 && path[4] === 'id') {
    return axis.type === 'batch'
      ? renamedBatch(raw, tensor, axis)
      : renamedAxis(raw, tensor, axis, dangling(raw, tensor));
  }
  return path.length === 3 && path[2] === 'id' ? renamedTensor(raw, tensor, absentTensor(raw)) : undefined;
};

function renamedTensor(raw: Fields, tensor: RawTensor, wish = tensor.id): Fix {
  const others = rawTensors(raw).filter(other => other.path !== tensor.path && !samePath(other.path, tensor.path));
  const taken = others.map(({ id }) => id);
  const fallback = tensor.side.slice(0, -1);
  const to = freeName(identifier(wish, fallback, mostOfTensor), taken, mostOfTensor);
  // Where two have the id, whoever refers to it means the first.
  const edits = taken.includes(tensor.id) ? [] : tensorReferences(raw, tensor.id).map(path => set(path, to));
  return fix('rename', { value: to }, set([...tensor.path, 'id'], to), ...edits);
}

function renamedAxis(raw: Fields, tensor: RawTensor, axis: RawAxis, wish = axis.id) {
  const taken = tensor.axes.filter(other => !samePath(other.path, axis.path)).map(({ id }) => id);
  const fallback = axis.type in { batch: 0, channel: 0, index: 0, time: 0, space: 0 } ? axis.type : 'axis';
  // Only the batch axis may be called so.
  const kept = axis.type === 'batch' ? taken : [...taken, 'batch'];
  const to = freeName(identifier(wish, fallback, mostOfAxis), kept, mostOfAxis);
  const edits = taken.includes(axis.id) ? [] : axisReferences(raw, tensor, axis.id).map(path => set(path, to));
  return fix('rename', { value: to }, set([...axis.path, 'id'], to), ...edits);
}

/** A second tensor of the same id gets a number. */
export const uniqueTensor: Mender = ({ path }, raw) => {
  const tensor = tensorAt(raw, path);
  return tensor && !isOld(raw) ? renamedTensor(raw, tensor) : undefined;
};

/** Of two spatial axes that are both called “x” the second takes a free letter; any other gets a number. */
export const uniqueAxis: Mender = ({ path }, raw) => {
  const tensor = tensorAt(raw, path);
  const axis = axisAt(tensor, path);
  const same = tensor?.axes.filter(({ id }) => id === axis?.id) ?? [];
  // A second batch is another matter, and where the types differ nobody knows which one is meant.
  if (!tensor || !axis || isOld(raw) || axis.type === 'batch' || same.some(({ type }) => type !== axis.type)) {
    return undefined;
  }
  const free = axis.type === 'space' ? ['x', 'y', 'z'].find(id => tensor.axes.every(other => other.id !== id)) : undefined; // prettier-ignore
  return renamedAxis(raw, tensor, axis, free ?? axis.id);
};

/** The batch axis is called “batch”, and no other is. */
export const batchId: Mender = ({ path }, raw) => {
  const tensor = tensorAt(raw, path);
  const axis = axisAt(tensor, path);
  if (!tensor || !axis || isOld(raw)) {
    return undefined;
  }
  return axis.type === 'batch' ? renamedBatch(raw, tensor, axis) : renamedAxis(raw, tensor, axis, axis.type);
};

function renamedBatch(raw: Fields, tensor: RawTensor, axis: RawAxis): Fix | undefined {
  const others = tensor.axes.filter(other => !samePath(other.path, axis.path)).map(({ id }) => id);
  const edits = others.includes(axis.id) ? [] : axisReferences(raw, tensor, axis.id).map(place => set(place, 'batch'));
  return others.includes('batch') ? undefined : fix('rename', { value: 'batch' }, set([...axis.path, 'id'], 'batch'), ...edits); // prettier-ignore
}

/** An axis in space whose name is only written in capitals. */
export const lowerAxis: Mender = ({ path }, raw) => {
  const found = valueAt(raw, path);
  const lower = typeof found === 'string' ? found.toLowerCase() : '';
  return lower !== found && ['x', 'y', 'z'].includes(lower)
    ? fix('rename', { value: lower }, set(path, lower))
    : undefined;
};

/** The channel axis is called so wherever the zoo runs a model. */
export const channelId: Mender = ({ path }, raw) => {
  const tensor = tensorAt(raw, path);
  const axis = tensor?.axes.find(({ type }) => type === 'channel');
  return tensor && axis && !isOld(raw) ? renamedAxis(raw, tensor, axis, 'channel') : undefined;
};

/** The name that the zoo reads, written out. */
export const normalId: Mender = ({ path }, raw) => {
  const found = valueAt(raw, path);
  const id = sameAxisId(found);
  return typeof found === 'string' && id !== found ? fix('rename', { value: id }, set(path, id)) : undefined;
};

/** Ids of the model itself: lower case, a few signs, no slash at either end. */
export function meantModelId(found: string): string | undefined {
  const id = found
    .slice(0, longest)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_\-/.]+/g, '-')
    .replace(/^[-/]+|[-/]+$/g, '');
  return id === '' ? undefined : id;
}

function samePath(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index]);
}

/** Every place that names a tensor by its id: sizes, reference tensors, tolerances. */
function tensorReferences(raw: Fields, id: string): Path[] {
  const named = (value: unknown) => typeof value === 'string' && value.toLowerCase() === id;
  const places = rawTensors(raw).flatMap(tensor => [
    ...tensor.axes.map(({ path }) => [...path, 'size', 'tensor_id']),
    ...steps(tensor).map(path => [...path, 'kwargs', 'reference_tensor'])
  ]);
  const tolerances = ['config', 'bioimageio', 'reproducibility_tolerance'];
  const outputs = listAt(raw, tolerances).flatMap((_, index) => {
    const path = [...tolerances, index, 'output_ids'];
    return listAt(raw, path).map((__, at) => [...path, at]);
  });
  return [...places, ...outputs].filter(path => named(valueAt(raw, path)));
}

/** Every place that names an axis of a tensor: sizes that follow it, and the tensor's own steps. */
function axisReferences(raw: Fields, tensor: RawTensor, id: string): Path[] {
  const sizes = rawTensors(raw).flatMap(({ axes }) =>
    axes.flatMap(({ path, fields: { size } }) =>
      isFields(size) && String(size.tensor_id).toLowerCase() === tensor.id && sameAxisId(size.axis_id) === id
        ? [[...path, 'size', 'axis_id']]
        : []
    )
  );
  const inSteps = steps(tensor).flatMap(step => {
    const axes = [...step, 'kwargs', 'axes'];
    return [...listAt(raw, axes).map((_, index) => [...axes, index]), [...step, 'kwargs', 'axis']].filter(
      path => sameAxisId(valueAt(raw, path)) === id
    );
  });
  return [...sizes, ...inSteps];
}

function steps(tensor: RawTensor): Path[] {
  const path = stepsPath(tensor);
  return listAt(tensor.fields, path.slice(2)).map((_, index) => [...path, index]);
}

/** The one name of a tensor that is referred to and that no tensor has. */
function absentTensor(raw: Fields): string | undefined {
  const tensors = rawTensors(raw);
  const named = tensors.flatMap(tensor => [
    ...tensor.axes.map(({ fields: { size } }) => (isFields(size) ? size.tensor_id : undefined)),
    ...steps(tensor).map(path => valueAt(raw, [...path, 'kwargs', 'reference_tensor']))
  ]);
  const names = named.flatMap(name => (typeof name === 'string' ? [name.toLowerCase()] : []));
  const absent = new Set(names.filter(name => tensors.every(({ id }) => id !== name)));
  return absent.size === 1 ? [...absent][0] : undefined;
}

/** The one name of an axis that others refer to and that the tensor does not have. */
function dangling(raw: Fields, { id, axes, ...tensor }: RawTensor): string | undefined {
  const named = rawTensors(raw).flatMap(other =>
    other.axes.flatMap(({ fields: { size } }) =>
      isFields(size) && String(size.tensor_id).toLowerCase() === id ? [sameAxisId(size.axis_id)] : []
    )
  );
  const inSteps = steps({ id, axes, ...tensor }).flatMap(step => listAt(raw, [...step, 'kwargs', 'axes']).map(sameAxisId)); // prettier-ignore
  const absent = new Set([...named, ...inSteps].filter(name => axes.every(axis => axis.id !== name)));
  return absent.size === 1 ? [...absent][0] : undefined;
}
