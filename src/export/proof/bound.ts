import { toNumbers } from '../../tensor/cast';
import { valueRange } from '../../tensor/stats';
import type { Tensor } from '../../tensor/tensor';

/**
 * Further apart than this part of the output's range, and the conversion is not the same network, unless rounding
 * explains it. A wrong weight shows more than this in all but the deepest networks.
 */
const PROOF_LIMIT = 1e-5;

/** The same where the network could not be computed in 64 bits, so that it is not known how much it rounds. */
const BLIND_LIMIT = 1e-4;

/** Two float32 computations may end so many steps of float32 apart. */
const STEPS = 4;
/** Where even one step is more than a tenth of the range, this many: less could not be told from the same. */
const LEAST_STEPS = 1.5;

/** Two float32 computations of a network, which add in another order, are so many times as far apart as one is from 64 bits. */
const ROUNDINGS = 8;

/** More than this part of the range is never taken for rounding. */
const MOST_ROUNDING = 0.1;

/** How far apart the outputs of a network and of its conversion may be. */
export interface Bound {
  readonly allowed: number;
  /** How far the network's float32 output is from the one that was computed in 64 bits; null where that is not known. */
  readonly rounding: number | null;
  /** One step of float32 is more than a tenth of the range: a comparison proves nothing. */
  readonly blind: boolean;
}

/**
 * The bound of one channel, in its own numbers. `range` is what differences are measured against, `exact` the same output
 * computed in 64 bits.
 */
export function boundOf(expected: Tensor, exact: Tensor | undefined, range: number): Bound {
  const values = valueRange(expected);
  const step = stepAt(values ? Math.max(Math.abs(values.min), Math.abs(values.max)) : 0);
  const rounding = exact ? largestDifference(expected, exact) : null;
  const explained = Math.max(STEPS * step, ROUNDINGS * (rounding ?? 0));
  return {
    allowed: Math.max(
      (exact ? PROOF_LIMIT : BLIND_LIMIT) * range,
      Math.min(explained, MOST_ROUNDING * range),
      LEAST_STEPS * step
    ),
    rounding,
    blind: step > MOST_ROUNDING * range
  };
}

/** From a number of this size to the next one that float32 has. */
export function stepAt(size: number): number {
  return size > 0 ? 2 ** (Math.floor(Math.log2(size)) - 23) : 0;
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
