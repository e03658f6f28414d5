import { cast, toNumbers } from '../tensor/cast';
import { createTensor } from '../tensor/create';
import { arrayOf } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import { axesArgument, optionalNumber } from './arguments';
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
  const lowered = bounds.min === undefined ? clipLow(tensor, bounds.minPercentile, step) : tensor;
  const both = bounds.max === undefined ? clipHigh(lowered, bounds.maxPercentile, step) : lowered;
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

function clipLow(tensor: Tensor, percentile: number | undefined, step: Step): Tensor {
  return replaceByPercentile(tensor, percentile, step, (x, bound) => x >= bound);
}

function clipHigh(tensor: Tensor, percentile: number | undefined, step: Step): Tensor {
  return replaceByPercentile(tensor, percentile, step, (x, bound) => x <= bound);
}

function replaceByPercentile(
  tensor: Tensor,
  percentile: number | undefined,
  step: Step,
  keep: (x: number, bound: number) => boolean
): Tensor {
  if (percentile === undefined) {
    return tensor;
  }
  const axes = axesArgument(step);
  const dataset = isDatasetMeasure(axes);
  const source = step.incoming();
  const method = dataset ? 'linear' : 'inverted_cdf';
  const [bound] = measureQuantiles(source, axes, [percentile / 100], method, step);
  const clipped = replaceUnless(tensor, overTensor(tensor, bound, step), keep);
  // Bounds that are values of the tensor leave its type as it was.
  return !dataset && source.tensor.dtype === tensor.dtype ? cast(clipped, tensor.dtype) : clipped;
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
