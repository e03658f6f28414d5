import type { Axis, ModelDescription, TensorDescription } from '../../spec/model';
import type { OutputSizes } from '../../spec/sizes/resolve';
import { formatShape } from '../../tensor/create';
import type { SizeCase } from './cases';

/** The sizes of the inputs, for instance "80 x 80 pixels" or "2 images of 80 x 80 pixels". */
export function takenWords({ inputs }: ModelDescription, { shapes, batch }: SizeCase): string {
  const words = inputs.map(({ axes }, index) => extentWords(axes, shapes[index]));
  const several = new Set(words).size > 1;
  const sizes = several ? words.map((text, index) => `${text} as “${inputs[index].id}”`).join(' and ') : words[0];
  return batch > 1 ? `${batch} images of ${sizes}` : sizes;
}

function extentWords(axes: readonly Axis[], shape: readonly number[]): string {
  const extents = shape.filter((_, index) => !['batch', 'channel'].includes(axes[index].type));
  const pixels = axes.some(({ type }) => type === 'space') ? ' pixels' : '';
  return extents.length === 0 ? 'one value per channel' : `${extents.join(' x ')}${pixels}`;
}

interface Difference {
  /** Axes that differ. */
  readonly axes: readonly number[];
  readonly found: string;
  readonly expected: string;
}

/** How a computed shape differs from the described one; `undefined` where it does not. */
export function outputDifference(
  { id, axes }: TensorDescription,
  shape: readonly number[],
  described: OutputSizes
): Difference | undefined {
  const expected = axes.map(axis => described.get(id)?.get(axis.id));
  if (shape.length !== axes.length) {
    return { axes: [], found: formatShape(shape), expected: `one size for each of its ${axes.length} axes` };
  }
  const wrong = axes.flatMap((_, index) => (fits(shape[index], expected[index]) ? [] : [index]));
  if (wrong.length === 0) {
    return undefined;
  }
  // An image has all its sides named; of anything else only what differs.
  const spatial = wrong.every(index => axes[index].type === 'space');
  const shown = spatial ? axes.flatMap(({ type }, index) => (type === 'space' ? [index] : [])) : wrong;
  const words = (sizeAt: (index: number) => string) =>
    spatial
      ? `${shown.map(sizeAt).join(' x ')} pixels`
      : shown.map(index => `${sizeAt(index)} along “${axes[index].id}”`).join(', ');
  return {
    axes: wrong,
    found: words(index => String(shape[index])),
    expected: words(index => sizeWords(expected[index]))
  };
}

type Expected = number | { readonly min: number; readonly max: number | null } | undefined;

function fits(size: number, expected: Expected): boolean {
  if (expected === undefined || typeof expected === 'number') {
    return expected === undefined || expected === size;
  }
  return size >= expected.min && (expected.max === null || size <= expected.max);
}

function sizeWords(expected: Expected): string {
  if (expected === undefined || typeof expected === 'number') {
    return String(expected ?? 'any');
  }
  return expected.max === null ? `at least ${expected.min}` : `${expected.min} to ${expected.max}`;
}
