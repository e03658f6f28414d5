import type { Tensor } from '../tensor/tensor';
import { axesArgument, numberArgument, textArgument } from './arguments';
import { normalize, overTensor } from './field';
import { epsilon } from './linear';
import { measureQuantiles } from './measure';
import type { Step } from './step';
import { stepError } from './step';

/**
 * `scale_range {min_percentile = 0, max_percentile = 100, axes?, reference_tensor?}`: (x - low) / (high - low + 1e-6)
 * in float64, with the percentiles of the sample as it came in. Values outside the percentiles leave 0..1.
 */
export function scaleRange(tensor: Tensor, step: Step): Tensor {
  const quantiles = percentileArguments(step);
  const source = step.incoming(textArgument(step, 'reference_tensor'));
  const [low, high] = measureQuantiles(source, axesArgument(step), quantiles, 'linear', step);
  const span = { ...high, values: high.values.map((value, index) => value - low.values[index] + epsilon) };
  return normalize(tensor, overTensor(tensor, low, step), overTensor(tensor, span, step));
}

function percentileArguments(step: Step): readonly [number, number] {
  const min = numberArgument(step, 'min_percentile', 0);
  const max = numberArgument(step, 'max_percentile', 100);
  if (min < 0 || max > 100 || min >= max) {
    throw stepError(
      step,
      'bad-arguments',
      `needs percentiles from 0 to 100, the lower one first; it has ${min} and ${max}.`
    );
  }
  return [min / 100, max / 100];
}
