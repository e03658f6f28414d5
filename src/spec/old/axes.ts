import { isFields } from '../cursor';
import type { Cursor, Fields } from '../cursor';

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
  return ids[letter] ?? letter;
}

/** Sizes per letter in 0.5's shapes (`undefined` where the file states none), and the scale that goes with each. */
interface Sized {
  readonly size: unknown;
  readonly scale: number;
}

/** The axes of a 0.4 tensor: `axes: bcyx` and `shape` in one of its three forms, and `halo`. */
export function convertAxes(
  root: Cursor,
  tensor: Cursor,
  letters: string,
  side: 'inputs' | 'outputs'
): Fields[] | undefined {
  const unique = new Set(letters).size === letters.length;
  if (letters === '' || !unique || [...letters].some(letter => !(letter in types))) {
    if (tensor.at('axes').present) {
      tensor.at('axes').report('axis-letters', { found: letters });
    }
    return undefined;
  }
  const sized = readShape(root, tensor.need('shape'), letters);
  const halo = tensor
    .at('halo')
    .items()
    .map(item => item.asWhole(0) ?? 0);
  return [...letters].map((letter, index) => axis(letter, sized[index], side === 'outputs' ? halo[index] : 0));
}

function axis(letter: string, { size, scale }: Sized, halo = 0): Fields {
  const type = types[letter];
  const named = { type, id: axisId(letter) };
  if (type === 'batch') {
    return named;
  }
  if (type === 'channel') {
    const count = typeof size === 'number' && size > 0 && size < 100_000 ? size : 0;
    return { ...named, channel_names: Array.from({ length: count }, (_, index) => `channel${index}`) };
  }
  // A halo on a fixed size is allowed in 0.4; 0.5's readers have no place for it.
  const cropped = halo > 0 && isFields(size) && 'tensor_id' in size;
  return { ...named, size, ...(type !== 'index' && { scale }), ...(cropped && type !== 'index' && { halo }) };
}

function readShape(root: Cursor, shape: Cursor, letters: string): Sized[] {
  const unknown = [...letters].map(() => ({ size: undefined, scale: 1 }));
  if (Array.isArray(shape.value)) {
    return fits(shape, letters) ? shape.items().map(item => ({ size: item.asWhole(1), scale: 1 })) : unknown;
  }
  if (!shape.present || !shape.asFields('a list of sizes, {min, step}, or {reference_tensor, scale, offset}')) {
    return unknown;
  }
  return shape.at('min').present ? steps(shape, letters, unknown) : implicit(root, shape, letters, unknown);
}

/** `{min, step}`: a step of 0 is a fixed size. */
function steps(shape: Cursor, letters: string, unknown: Sized[]): Sized[] {
  const [min, step] = [shape.at('min'), shape.need('step')];
  if (!fits(min, letters) || !fits(step, letters)) {
    return unknown;
  }
  const stepItems = step.items();
  return min.items().map((item, index) => {
    const least = item.asWhole(1);
    const by = stepItems[index].asWhole(0);
    return { size: by && least !== undefined ? { min: least, step: by } : least, scale: 1 };
  });
}

/** `out = in * scale + 2 * offset` (spec 0.4); a scale of null or 0 is a new axis of size 2 * offset. */
function implicit(root: Cursor, shape: Cursor, letters: string, unknown: Sized[]): Sized[] {
  const reference = shape.need('reference_tensor').asText();
  const [scale, offset] = [shape.need('scale'), shape.need('offset')];
  if (reference === undefined || !fits(scale, letters) || !fits(offset, letters)) {
    return unknown;
  }
  const offsets = offset.items();
  return scale.items().map((item, index) => {
    const twice = Math.trunc(2 * (offsets[index].asNumber() ?? 0));
    const factor = item.present ? item.asNumber() : 0;
    const letter = letters[index];
    if (!factor) {
      return { size: twice, scale: 1 };
    }
    return letter === 'c' || letter === 'i'
      ? { size: Math.trunc(factor * fixedSize(root, reference, letter) + twice), scale: 1 }
      : { size: { tensor_id: reference, axis_id: axisId(letter), offset: twice }, scale: 1 / factor };
  });
}

/** The size that the referenced input has along a letter: channels have no scale in 0.5, so their number is worked out. */
function fixedSize(root: Cursor, tensorName: string, letter: string): number {
  const tensor = root
    .at('inputs')
    .items()
    .find(item => item.at('name').value === tensorName);
  const index = String(tensor?.at('axes').value ?? '').indexOf(letter);
  const shape = tensor?.at('shape').value;
  const sizes: unknown = isFields(shape) ? shape.min : shape;
  const size: unknown = Array.isArray(sizes) && index >= 0 ? sizes[index] : 0;
  return typeof size === 'number' ? size : 0;
}

function fits(list: Cursor, letters: string): boolean {
  if (!Array.isArray(list.value) || list.value.length === letters.length) {
    return Array.isArray(list.value);
  }
  list.report('shape-length', { found: list.value.length, expected: letters.length });
  return false;
}
