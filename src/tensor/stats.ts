import { toNumbers } from './cast';
import type { Tensor } from './tensor';

export interface ValueRange {
  readonly min: number;
  readonly max: number;
}

/** Smallest and largest value; NaN and infinity do not count. `null` where no value is left. */
export function valueRange(tensor: Tensor): ValueRange | null {
  const values = toNumbers(tensor);
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    // NaN fails both comparisons.
    if (value < min && value > -Infinity) {
      min = value;
    }
    if (value > max && value < Infinity) {
      max = value;
    }
  }
  return min > max ? null : { min, max };
}

/** Number of elements that are NaN or infinite. */
export function countNonFinite(tensor: Tensor): number {
  const values = toNumbers(tensor);
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    // x - x is 0 for every finite number and NaN for the others.
    if (values[i] - values[i] !== 0) {
      count++;
    }
  }
  return count;
}

/** Mean and standard deviation (divided by n) in float64; NaN does not count. NaN where nothing is left. */
export function meanAndStd(tensor: Tensor): { mean: number; std: number } {
  const values = toNumbers(tensor);
  let count = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] === values[i]) {
      sum += values[i];
      count++;
    }
  }
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const distance = values[i] - mean;
    if (distance === distance) {
      squares += distance * distance;
    }
  }
  return { mean, std: Math.sqrt(squares / count) };
}
