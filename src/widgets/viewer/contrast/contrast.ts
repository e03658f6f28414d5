import type { Tensor } from '../../../tensor/tensor';
import { eachChunk } from '../plane/chunks';
import { percentile, sampleOf } from './sample';

/** Values that become the darkest and the brightest colour. */
export interface Contrast {
  readonly low: number;
  readonly high: number;
}

/** Smallest and largest finite value; null where there is none. */
export function finiteRange(values: ArrayLike<number | bigint>): Contrast | null {
  let low = Infinity;
  let high = -Infinity;
  eachChunk(values, (chunk, length) => {
    for (let index = 0; index < length; index++) {
      const value = chunk[index];
      // NaN fails both comparisons.
      if (value < low && value > -Infinity) {
        low = value;
      }
      if (value > high && value < Infinity) {
        high = value;
      }
    }
  });
  return low <= high ? { low, high } : null;
}

/**
 * Contrast between two percentiles (0..100) of the finite values, so that a few hot pixels do not darken the rest.
 * Large tensors are sampled at even steps. Null where no value is finite.
 */
export function percentileContrast(
  values: ArrayLike<number | bigint>,
  lowPercent: number,
  highPercent: number
): Contrast | null {
  const sorted = sampleOf(values);
  if (sorted.length === 0) {
    return null;
  }
  const contrast = { low: percentile(sorted, lowPercent), high: percentile(sorted, highPercent) };
  // Sparse pictures (labels, few bright spots) have both percentiles in the background.
  return contrast.low < contrast.high ? contrast : finiteRange(values);
}

/** The input's own contrast: 0.5 to 99.5 per cent. */
export function inputContrast(input: Tensor): Contrast {
  return percentileContrast(input.data, 0.5, 99.5) ?? { low: 0, high: 1 };
}

/**
 * One contrast for expected and reproduced: the whole range of the expected values, so that a network that runs wild
 * is seen as such instead of flattening both pictures.
 */
export function sharedContrast(expected: Tensor, reproduced?: Tensor): Contrast {
  return finiteRange(expected.data) ?? (reproduced && finiteRange(reproduced.data)) ?? { low: 0, high: 1 };
}
