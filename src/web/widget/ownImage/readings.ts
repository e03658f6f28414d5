import type { Axis, ModelDescription, TensorDescription } from '../../../spec/model';
import { allowedOf, findAxis } from '../../../spec/sizes/take';
import { letterOf, usualOrders } from './letters';

/** One way to read an array's axes. */
export interface Reading {
  /** A letter for each axis of the array that is kept, in their order. */
  readonly letters: string;
  /** The array's axes that are kept; the others have one entry. */
  readonly kept: readonly number[];
  /** Size per axis id of the description; what the array lacks has size 1. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** More axes than any array of images has: they are not tried one by one. */
const mostAxes = 8;

/** Every usual way to read an array of this shape as the input; those that give the same image once. */
export function readingsOf(shape: readonly number[], input: TensorDescription): Reading[] {
  if (shape.length > mostAxes) {
    return [];
  }
  const lacking = subsets([...'bc'].filter(letter => input.axes.map(letterOf).includes(letter)));
  const ones = subsets(shape.flatMap((size, axis) => (size === 1 ? [axis] : [])));
  const found = new Map<string, Reading>();
  for (const order of usualOrders(input)) {
    for (const left of lacking) {
      const letters = [...order].filter(letter => !left.includes(letter)).join('');
      for (const dropped of ones) {
        const kept = shape.map((_, axis) => axis).filter(axis => !dropped.includes(axis));
        if (kept.length === letters.length && !isManyUnasked(letters, kept, shape, input)) {
          const reading = readingAs(letters, kept, shape, input);
          const key = sameKey(reading, shape);
          found.set(key, found.get(key) ?? reading);
        }
      }
    }
  }
  return [...found.values()];
}

export function readingAs(
  letters: string,
  kept: readonly number[],
  shape: readonly number[],
  { axes }: TensorDescription
): Reading {
  const sizes = new Map(axes.map(axis => [axis.id, shape[kept[letters.indexOf(letterOf(axis))] ?? -1] ?? 1]));
  return { letters, kept, sizes };
}

/** Several images at once, where not all axes are there: a first axis may be anything, so it has to be said. */
function isManyUnasked(
  letters: string,
  kept: readonly number[],
  shape: readonly number[],
  input: TensorDescription
): boolean {
  const batch = letters.indexOf('b');
  return batch >= 0 && shape[kept[batch]] > 1 && letters.length < input.axes.length;
}

/** Two readings are the same where every axis of more than one entry has the same letter. */
function sameKey({ letters, kept }: Reading, shape: readonly number[]): string {
  return kept.flatMap((axis, index) => (shape[axis] > 1 ? [`${axis}${letters[index]}`] : [])).join();
}

function subsets<T>(of: readonly T[]): T[][] {
  return of.reduce<T[][]>((all, one) => [...all, ...all.map(some => [...some, one])], [[]]);
}

/** The axes along which the network does not take this size. */
export function misfits({ sizes }: Reading, input: TensorDescription, description: ModelDescription): Axis[] {
  return input.axes.filter(axis => !fits(axis, sizes, input, description));
}

function fits(
  axis: Axis,
  sizes: ReadonlyMap<string, number>,
  input: TensorDescription,
  description: ModelDescription
): boolean {
  const size = sizes.get(axis.id) ?? 1;
  const allowed = allowedOf(axis, description);
  switch (allowed.kind) {
    case 'fixed':
      return size === allowed.size;
    case 'steps':
      return size >= allowed.min && (size - allowed.min) % allowed.step === 0;
    case 'between':
      return size >= allowed.min && size <= (allowed.max ?? Infinity);
    case 'follows': {
      const other = allowed.tensor === input.id ? sizes.get(allowed.axis) : undefined;
      const known = other !== undefined && findAxis(description, allowed.tensor, allowed.axis) !== undefined;
      return !known || size === Math.trunc(other * allowed.factor + allowed.offset);
    }
    default:
      return size >= 1;
  }
}
