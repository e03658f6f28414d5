import type { Numbers } from './cast';
import { toNumbers } from './cast';
import type { Tensor } from './tensor';

/** How numpy names the two ways of reading a quantile off sorted values. */
export type QuantileMethod = 'linear' | 'inverted_cdf';

/**
 * Quantiles of values without NaN, as `numpy.quantile` gives them. `values` is reordered.
 * `quantiles` are fractions of 1; NaN where there are no values.
 */
export function quantilesInPlace(
  values: Numbers,
  quantiles: readonly number[],
  method: QuantileMethod = 'linear'
): number[] {
  if (values.length === 0) {
    return quantiles.map(() => NaN);
  }
  return quantiles.map(q => (method === 'linear' ? linear(values, q) : invertedCdf(values, q)));
}

/** Percentiles (0 to 100) over the whole tensor with linear interpolation; NaN does not count. */
export function percentiles(tensor: Tensor, wanted: readonly number[]): number[] {
  const values = toNumbers(tensor).filter(value => value === value);
  return quantilesInPlace(
    // filter() has copied already, so that the tensor's own data stay in order
    values,
    wanted.map(percentile => percentile / 100)
  );
}

function linear(values: Numbers, q: number): number {
  const position = (values.length - 1) * q;
  const below = Math.min(Math.floor(position), values.length - 1);
  const low = nth(values, below);
  if (position === below) {
    return low;
  }
  const high = smallestFrom(values, below + 1);
  // numpy takes the difference in the values' own type and interpolates from the nearer end.
  const span = values instanceof Float32Array ? Math.fround(high - low) : high - low;
  const weight = position - below;
  return weight < 0.5 ? low + span * weight : high - span * (1 - weight);
}

function invertedCdf(values: Numbers, q: number): number {
  return nth(values, Math.max(0, Math.min(values.length - 1, Math.ceil(values.length * q - 1))));
}

function smallestFrom(values: Numbers, start: number): number {
  let smallest = values[start];
  for (let i = start + 1; i < values.length; i++) {
    if (values[i] < smallest) {
      smallest = values[i];
    }
  }
  return smallest;
}

/**
 * The element that would stand at `k` if the values were sorted; everything before it is not larger afterwards and
 * everything behind it not smaller. Hoare's selection: time in proportion to the length, no memory.
 */
export function nth(values: Numbers, k: number): number {
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = medianOfThree(values[left], values[(left + right) >>> 1], values[right]);
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i] < pivot) {
        i++;
      }
      while (values[j] > pivot) {
        j--;
      }
      if (i <= j) {
        const swapped = values[i];
        values[i++] = values[j];
        values[j--] = swapped;
      }
    }
    if (k <= j) {
      right = j;
    } else if (k >= i) {
      left = i;
    } else {
      break;
    }
  }
  return values[k];
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
