import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import { fieldOf, groupsIn } from '../rules/places';
import { lookup } from '../../tensor/lookup';

const types: Readonly<Record<string, string>> = {
  b: 'batch',
  i: 'index',
  t: 'time',
  c: 'channel',
  z: 'space',
  y: 'space',
  x: 'space'
};
const ids: Readonly<Record<string, string>> = { b: 'batch', i: 'index', t: 'time', c: 'channel' };

/** The 0.5 axis id of a 0.4 letter. */
export function axisId(letter: string): string {
  return lookup(ids, letter) ?? letter;
}

/** Sizes per letter in 0.5's shapes (`undefined` where the file states none), and the scale that goes with each. */
interface Sized {
  readonly size: unknown;
  readonly scale: number;
}

/** The axes of a 0.4 tensor: `axes: bcyx`, `shape` in one of its three forms, and `halo`. None where they do not fit. */
export function convertAxes(root: Fields, tensor: Fields, side: 'inputs' | 'outputs'): Fields[] | undefined {
  const letters = [...String(tensor.axes ?? '')];
  const unique = new Set(letters).size === letters.length;
  if (letters.length === 0 || !unique || letters.some(letter => !Object.hasOwn(types, letter))) {
    return undefined;
  }
  const sized = readShape(root, tensor.shape, letters);
  const halo = side === 'outputs' ? numbersOf(tensor.halo) : [];
  return letters.map((letter, index) => axis(letter, sized[index], halo[index] ?? 0, mostIn(root)));
}

/** More channels than this are not named one by one. */
const mostChannels = 100_000;
/** And so many in all tensors together. */
const mostInAll = 1_000_000;

function mostIn({ inputs, outputs }: Fields): number {
  const tensors = [inputs, outputs].reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 1);
  return Math.min(mostChannels, mostInAll / tensors);
}

function axis(letter: string, { size, scale }: Sized, halo: number, most: number): Fields {
  const type = lookup(types, letter);
  const named = { type, id: axisId(letter) };
  if (type === 'batch') {
    return named;
  }
  if (type === 'channel') {
    const count = typeof size === 'number' && size > 0 && size < most ? size : 0;
    return { ...named, channel_names: Array.from({ length: count }, (_, index) => `channel${index}`) };
  }
  // A halo on a fixed size is allowed in 0.4; 0.5's readers have no place for it.
  const cropped = halo > 0 && isFields(size) && 'tensor_id' in size;
  return { ...named, size, scale, ...(cropped && type !== 'index' && { halo }) };
}

function readShape(root: Fields, shape: unknown, letters: readonly string[]): Sized[] {
  if (!isFields(shape)) {
    return fixed(numbersOf(shape), letters);
  }
  return 'min' in shape ? steps(shape, letters) : implicit(root, shape, letters);
}

function fixed(sizes: readonly number[], letters: readonly string[]): Sized[] {
  return letters.map((_, index) => ({ size: sizes[index], scale: 1 }));
}

/** `{min, step}`: a step of 0 is a fixed size. */
function steps(shape: Fields, letters: readonly string[]): Sized[] {
  const [least, by] = [numbersOf(shape.min), numbersOf(shape.step)];
  return letters.map((_, index) => {
    const [min, step] = [least[index], by[index]];
    return { size: step && min !== undefined ? { min, step } : min, scale: 1 };
  });
}

/** `out = in * scale + 2 * offset` (spec 0.4); a scale of null or 0 is a new axis of size 2 * offset. */
function implicit(root: Fields, shape: Fields, letters: readonly string[]): Sized[] {
  const reference = String(shape.reference_tensor ?? '');
  const [scales, offsets] = [numbersOf(shape.scale), numbersOf(shape.offset)];
  return letters.map((letter, index) => {
    const twice = Math.trunc(2 * (offsets[index] ?? 0));
    const scale = scales[index];
    if (!scale) {
      return { size: index < scales.length ? twice : undefined, scale: 1 };
    }
    return letter === 'c'
      ? { size: Math.trunc(scale * fixedSize(root, reference, letter) + twice), scale: 1 }
      : { size: { tensor_id: reference, axis_id: axisId(letter), offset: twice }, scale: 1 / scale };
  });
}

/** The smallest size that the referenced tensor states along a letter: channels have no scale in 0.5. */
function fixedSize({ inputs, outputs }: Fields, tensorName: string, letter: string): number {
  const tensor = tensorNamed(inputs, tensorName) ?? tensorNamed(outputs, tensorName);
  const index = String(tensor?.axes ?? '').indexOf(letter);
  const shape = tensor?.shape;
  return numbersOf(isFields(shape) ? fieldOf(shape, 'min') : shape)[index] ?? 0;
}

const tensorsByName = new WeakMap<object, ReadonlyMap<unknown, Fields>>();

/** The first tensor of a list that has the name; each list is gone through once. */
function tensorNamed(list: unknown, name: string): Fields | undefined {
  if (!Array.isArray(list)) {
    return undefined;
  }
  const known = tensorsByName.get(list) ?? new Map(groupsIn(list, []).reverse().map(({ fields }) => [fields.name, fields])); // prettier-ignore
  tensorsByName.set(list, known);
  return known.get(name);
}

/** The numbers of a list, each in its place; 0 where something else stands. */
function numbersOf(value: unknown): number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.map(item => (typeof item === 'number' && Number.isFinite(item) ? item : 0));
}
