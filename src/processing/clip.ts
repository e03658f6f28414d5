import { cast, toNumbers } from '../tensor/cast';
import { createTensor } from '../tensor/create';
import { arrayOf, isBig } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import { axesArgument, optionalNumber } from './arguments';
import { clipBig } from './clipBig';
import { overTensor, replaceUnless } from './field';
import { isDatasetMeasure, measureQuantiles } from './measure';
import type { Step } from './step';
import { stepError } from './step';

/**
 * `clip {min?, max?, min_percentile?, max_percentile?, axes?}`. A number leaves NaN alone; a percentile replaces it
 * (by the lower bound where there is one), as bioimageio.core does.
 */
export function clip(tensor: Tensor, step: Step): Tensor {
  const bounds = readBounds(step);
  const lowered = clipByPercentile(tensor, bounds.minPercentile, true, step);
  const both = clipByPercentile(lowered, bounds.maxPercentile, false, step);
  return bounds.min === undefined && bounds.max === undefined ? both : clipValues(both, bounds.min, bounds.max);
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly minPercentile?: number;
  readonly maxPercentile?: number;
}

function readBounds(step: Step): Bounds {
  const min = optionalNumber(step, 'min');
  const max = optionalNumber(step, 'max');
  const minPercentile = optionalNumber(step, 'min_percentile');
  const maxPercentile = optionalNumber(step, 'max_percentile');
  if (min === undefined && max === undefined && minPercentile === undefined && maxPercentile === undefined) {
    throw stepError(step, 'bad-arguments', 'needs at least one bound: "min", "max" or a percentile.');
  }
  const crossed = (low?: number, high?: number) => low !== undefined && high !== undefined && low >= high;
  if (crossed(min, max) || crossed(minPercentile, maxPercentile)) {
    throw stepError(step, 'bad-arguments', 'needs a lower bound that is smaller than the upper one.');
  }
  for (const percentile of [minPercentile ?? 0, maxPercentile ?? 100]) {
    if (percentile < 0 || percentile > 100) {
      throw stepError(step, 'bad-arguments', `needs percentiles from 0 to 100, not ${percentile}.`);
    }
  }
  return { min, max, minPercentile, maxPercentile };
}

/** Replaces what lies beyond the percentile, and NaN; `lower`: below it, else above it. */
function clipByPercentile(tensor: Tensor, percentile: number | undefined, lower: boolean, step: Step): Tensor {
  if (percentile === undefined) {
    return tensor;
  }
  const axes = axesArgument(step);
  const dataset = isDatasetMeasure(axes);
  const source = step.incoming();
  if (!dataset && axes && isBigTensor(tensor) && isBigTensor(source.tensor) && source.tensor.dtype === tensor.dtype) {
    return clipBig(tensor, source.tensor, axes, percentile / 100, lower, step);
  }
  const method = dataset ? 'linear' : 'inverted_cdf';
  const [bound] = measureQuantiles(source, axes, [percentile / 100], method, step);
  const keep = lower ? (x: number, limit: number) => x >= limit : (x: number, limit: number) => x <= limit;
  const clipped = replaceUnless(tensor, overTensor(tensor, bound, step), keep);
  // Bounds that are values of the tensor leave its type as it was.
  return !dataset && source.tensor.dtype === tensor.dtype ? cast(clipped, tensor.dtype) : clipped;
}

function isBigTensor(tensor: Tensor): tensor is Tensor<'int64' | 'uint64'> {
  return isBig(tensor.dtype);
}

/** numpy.clip: integers become float64 since the bounds are floats. */
function clipValues(tensor: Tensor, min = -Infinity, max = Infinity): Tensor {
  const dtype = tensor.dtype === 'float32' ? 'float32' : 'float64';
  const low = dtype === 'float32' ? Math.fround(min) : min;
  const high = dtype === 'float32' ? Math.fround(max) : max;
  const values = toNumbers(tensor);
  const out = arrayOf(dtype, values.length);
  for (let i = 0; i < out.length; i++) {
    const x = values[i];
    out[i] = x < low ? low : x > high ? high : x;
  }
  return createTensor(dtype, tensor.shape, out);
}
