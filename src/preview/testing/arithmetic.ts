import type { Operation } from '../../spec/model';
import { createTensor } from '../../tensor/create';
import { toNumbers } from '../../tensor/cast';
import type { Tensor } from '../../tensor/tensor';

type Work = (values: Float64Array, kwargs: Operation['kwargs']) => Float64Array;

/** What the format adds to what is divided by (`eps` of scale_range and zero_mean_unit_variance). */
const epsilon = 1e-6;

/**
 * The format's operations on one image of one channel, written down from its definitions and not shared with
 * `processing/`, so that an expected output is not made by the code that is to explain it. Gives float32.
 */
export function apply(tensor: Tensor, operations: readonly Operation[]): Tensor<'float32'> {
  let values: Float64Array = Float64Array.from(toNumbers(tensor));
  for (const { id, kwargs } of operations) {
    const work = works.get(id);
    if (!work) {
      throw new Error(`The spoilings do not know the operation ${id}.`);
    }
    values = work(values, kwargs);
  }
  return createTensor('float32', tensor.shape, Float32Array.from(values));
}

const works: ReadonlyMap<string, Work> = new Map<string, Work>([
  ['ensure_dtype', values => values.map(value => Math.fround(value))],
  ['sigmoid', values => values.map(value => 1 / (1 + Math.exp(-value)))],
  [
    'clip',
    (values, { min = -Infinity, max = Infinity }) =>
      values.map(value => Math.min(Number(max), Math.max(Number(min), value)))
  ],
  ['scale_linear', (values, { gain = 1, offset = 0 }) => values.map(value => value * one(gain) + one(offset))],
  ['fixed_zero_mean_unit_variance', (values, { mean, std }) => values.map(value => (value - one(mean)) / one(std))],
  [
    'zero_mean_unit_variance',
    (values, { eps = epsilon }) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      return values.map(value => (value - mean) / (Math.sqrt(variance) + Number(eps)));
    }
  ],
  [
    'scale_range',
    (values, { min_percentile = 0, max_percentile = 100, eps = epsilon }) => {
      const sorted = values.slice().sort();
      const low = percentile(sorted, Number(min_percentile));
      const high = percentile(sorted, Number(max_percentile));
      return values.map(value => (value - low) / (high - low + Number(eps)));
    }
  ]
]);

/** A number, or a list with the one channel's number. */
function one(value: unknown): number {
  return Number(Array.isArray(value) ? value[0] : value);
}

/** As numpy's `percentile` does by default: in a straight line between the two values around the place. */
function percentile(sorted: Float64Array, percent: number): number {
  const place = (percent / 100) * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] * (1 - (place - below)) + sorted[above] * (place - below);
}
