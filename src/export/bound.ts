import { toNumbers } from '../tensor/cast';
import { valueRange } from '../tensor/stats';
import type { Tensor } from '../tensor/tensor';

/**
 * Further apart than this part of the output's range, and the conversion is not the same network, unless rounding
 * explains it. A wrong weight shows more than this in all but the deepest networks.
 */
export const PROOF_LIMIT = 1e-5;

/** The same where the network could not be computed in 64 bits, so that it is not known how much it rounds. */
const BLIND_LIMIT = 1e-4;

/** float32 has no values between two steps of this part of a value: two computations may end some steps apart. */
const STEP = 2 ** -23;
const STEPS = 4;

/** Two float32 computations of a network, which add in another order, are so many times as far apart as one is from 64 bits. */
const ROUNDINGS = 8;

/** Where rounding is a tenth of the range, a comparison proves nothing. */
const MOST_ROUNDING = 0.1;

/** How far apart the outputs of a network and of its conversion may be. */
export interface Bound {
  readonly allowed: number;
  /** How far the network's float32 output is from the one that was computed in 64 bits; null where that is not known. */
  readonly rounding: number | null;
}

/**
 * The bound of one channel, in its own numbers. `range` is what differences are measured against, `exact` the same output
 * computed in 64 bits.
 */
export function boundOf(expected: Tensor, exact: Tensor | undefined, range: number): Bound {
  const values = valueRange(expected);
  const largest = values ? Math.max(Math.abs(values.min), Math.abs(values.max)) : 0;
  const floor = STEPS * STEP * largest;
  if (!exact) {
    return { allowed: Math.max(BLIND_LIMIT * range, floor), rounding: null };
  }
  const rounding = largestDifference(expected, exact);
  return {
    allowed: Math.max(PROOF_LIMIT * range, floor, Math.min(ROUNDINGS * rounding, MOST_ROUNDING * range)),
    rounding
  };
}

/** NaN or infinite on either side counts as infinitely far, also where both agree on it. */
export function largestDifference(actual: Tensor, expected: Tensor): number {
  const [a, b] = [toNumbers(actual), toNumbers(expected)];
  let largest = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    if (!(difference < Infinity)) {
      return Infinity;
    }
    largest = Math.max(largest, difference);
  }
  return largest;
}
