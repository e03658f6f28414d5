import { createTensor } from '../tensor/create';
import { walkRuns } from '../tensor/strides';
import type { Tensor } from '../tensor/tensor';
import { groupsOf } from './measure';
import type { Step } from './step';

type Big = Tensor<'int64' | 'uint64'>;

/**
 * `clip` of a 64-bit integer tensor by one of its own percentiles, which is one of its values: compared and replaced as
 * they are, since numbers beyond 2**53 have no exact float64.
 */
export function clipBig(
  tensor: Big,
  source: Big,
  axes: readonly string[],
  quantile: number,
  lower: boolean,
  step: Step
) {
  const bounds = boundsOf(source, axes, quantile, step);
  const { tensorShape, strides } = groupsOf({ tensor: source, axes: step.axes }, axes, step);
  const data = tensor.data.slice();
  walkRuns(tensorShape, strides, (start, length, at, by) => {
    for (let i = start, place = at; i < start + length; i++, place += by) {
      const bound = bounds[place];
      data[i] = (lower ? data[i] < bound : data[i] > bound) ? bound : data[i];
    }
  });
  return data instanceof BigInt64Array
    ? createTensor('int64', tensor.shape, data)
    : createTensor('uint64', tensor.shape, data);
}

function boundsOf(source: Big, axes: readonly string[], quantile: number, step: Step): bigint[] {
  const { tensorShape, strides, count, each } = groupsOf({ tensor: source, axes: step.axes }, axes, step);
  const grouped = source.data.slice();
  const ends = Float64Array.from({ length: count }, (_, place) => place * each);
  walkRuns(tensorShape, strides, (start, length, at, by) => {
    for (let i = start, place = at; i < start + length; i++, place += by) {
      grouped[ends[place]++] = source.data[i];
    }
  });
  // The rank of numpy's `inverted_cdf`.
  const rank = Math.max(0, Math.min(each - 1, Math.ceil(each * quantile - 1)));
  return Array.from({ length: count }, (_, place) => grouped.subarray(place * each, (place + 1) * each).sort()[rank]);
}
