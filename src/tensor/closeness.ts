import type { Numbers } from './cast';
import { nth } from './quickselect';

/** When two values count as different: |actual - expected| > absolute + relative * |expected|. */
export interface Closeness {
  readonly relative: number;
  readonly absolute: number;
  /** How many elements of a million may differ. */
  readonly mismatchedPerMillion: number;
}

/**
 * True where some constant image would be accepted in place of `expected` under this tolerance. Each element accepts the
 * constants between its lower and upper bound; asked is whether one constant lies between the bounds of all elements
 * but the few that may differ. Time in proportion to the size. Values must be finite.
 */
export function acceptsConstant(expected: Numbers, tolerance: Closeness): boolean {
  const { length } = expected;
  const spare = spareOf(length, tolerance);
  const lower = new Float64Array(length);
  const upper = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const margin = tolerance.absolute + tolerance.relative * Math.abs(expected[i]);
    lower[i] = expected[i] - margin;
    upper[i] = expected[i] + margin;
  }
  const highest = largest(lower, spare + 1);
  const lowest = smallest(upper, spare + 1);
  // The best constant can be moved onto some element's lower bound without losing anything.
  return highest.some((constant, above) => {
    const below = lowest.findIndex(bound => bound >= constant);
    return above + (below < 0 ? lowest.length : below) <= spare;
  });
}

/** How many of so many elements may differ; one at least has to agree. */
export function spareOf(length: number, { mismatchedPerMillion }: Closeness): number {
  return Math.min(length - 1, Math.floor((length * mismatchedPerMillion) / 1e6));
}

function smallest(values: Float64Array, count: number): Float64Array {
  nth(values, count - 1);
  return values.slice(0, count).sort();
}

function largest(values: Float64Array, count: number): Float64Array {
  nth(values, values.length - count);
  return values
    .slice(values.length - count)
    .sort()
    .reverse();
}
