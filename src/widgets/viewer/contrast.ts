import type { Tensor } from '../../tensor/tensor';

/** Values that become the darkest and the brightest colour. */
export interface Contrast {
  readonly low: number;
  readonly high: number;
}

/** Enough to find percentiles to a tenth of a per cent; sorting whole volumes would be felt. */
const sampleSize = 65_536;

/** Smallest and largest finite value; null where there is none. */
export function finiteRange(values: ArrayLike<number | bigint>): Contrast | null {
  let low = Infinity;
  let high = -Infinity;
  for (let index = 0; index < values.length; index++) {
    const value = Number(values[index]);
    if (Number.isFinite(value)) {
      low = value < low ? value : low;
      high = value > high ? value : high;
    }
  }
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
  const step = Math.max(1, Math.floor(values.length / sampleSize));
  const sample: number[] = [];
  for (let index = 0; index < values.length; index += step) {
    const value = Number(values[index]);
    if (Number.isFinite(value)) {
      sample.push(value);
    }
  }
  if (sample.length === 0) {
    return null;
  }
  const sorted = Float64Array.from(sample).sort();
  const contrast = { low: percentile(sorted, lowPercent), high: percentile(sorted, highPercent) };
  // Sparse pictures (labels, few bright spots) have both percentiles in the background.
  return contrast.low < contrast.high ? contrast : finiteRange(values);
}

/** Linear interpolation between neighbours, as numpy's default. `sorted` ascending and not empty. */
function percentile(sorted: Float64Array, percent: number): number {
  const place = (percent / 100) * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
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
