import type { Numbers } from './cast';
import { toNumbers } from './cast';
import { isWorthCounting, selectRanks } from './select';
import { selectInPlace } from './quickselect';
import type { Tensor } from './tensor';

/** How numpy names the two ways of reading a quantile off sorted values. */
export type QuantileMethod = 'linear' | 'inverted_cdf';

/**
 * Quantiles as `numpy.nanquantile` gives them: NaN does not count. `quantiles` are fractions of 1; NaN where no value
 * is left. The values stay as they are; at most one copy of them is made.
 */
export function quantilesOf(
  values: Numbers,
  quantiles: readonly number[],
  method: QuantileMethod = 'linear'
): number[] {
  const { count, found } = selectRanks(values, length => ranksOf(length, quantiles, method));
  return read(values, count, found, quantiles, method);
}

/** The same of values without NaN, which may be reordered; nothing but a part of long float64 ones is copied. */
export function quantilesInPlace(
  values: Numbers,
  quantiles: readonly number[],
  method: QuantileMethod = 'linear'
): number[] {
  if (isWorthCounting(values)) {
    return quantilesOf(values, quantiles, method);
  }
  const found = selectInPlace(values, ranksOf(values.length, quantiles, method));
  return read(values, values.length, found, quantiles, method);
}

/** Percentiles (0 to 100) over the whole tensor with linear interpolation; NaN does not count. */
export function percentiles(tensor: Tensor, wanted: readonly number[]): number[] {
  return quantilesOf(
    toNumbers(tensor),
    wanted.map(percentile => percentile / 100)
  );
}

/** For `linear` two ranks for each quantile, the one below and the one above; else one. */
function ranksOf(count: number, quantiles: readonly number[], method: QuantileMethod): number[] {
  const last = count - 1;
  if (count === 0) {
    return [];
  }
  return method === 'linear'
    ? quantiles.flatMap(q => {
        const below = Math.min(Math.floor(last * q), last);
        return [below, Math.min(below + 1, last)];
      })
    : quantiles.map(q => Math.max(0, Math.min(last, Math.ceil(count * q - 1))));
}

function read(
  values: Numbers,
  count: number,
  found: readonly number[],
  quantiles: readonly number[],
  method: QuantileMethod
): number[] {
  if (count === 0) {
    return quantiles.map(() => NaN);
  }
  if (method === 'inverted_cdf') {
    return [...found];
  }
  const round = values instanceof Float32Array ? Math.fround : (value: number) => value;
  return quantiles.map((q, index) => {
    const [low, high] = [found[2 * index], found[2 * index + 1]];
    const position = (count - 1) * q;
    const weight = position - Math.floor(position);
    // numpy takes the difference in the values' own type and interpolates from the nearer end; beside an infinite
    // value it does so, too, and gives NaN.
    const span = round(high - low);
    return weight < 0.5 ? low + span * weight : high - span * (1 - weight);
  });
}
