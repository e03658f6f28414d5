import type { Tensor } from '../tensor/tensor';
import { axesArgument, numberArgument, textArgument } from './arguments';
import { normalize, overTensor, scale } from './field';
import { epsilon, plus } from './linear';
import { isDatasetMeasure, measureMeanAndStd } from './measure';
import type { Step } from './step';

/** `zero_mean_unit_variance {axes?}`: (x - mean) / (std + 1e-6), one mean per position along the axes not named. */
export function zeroMeanUnitVariance(tensor: Tensor, step: Step): Tensor {
  const axes = axesArgument(step);
  const { mean, std } = measureMeanAndStd(step.incoming(), axes, isDatasetMeasure(axes), step);
  return normalize(tensor, overTensor(tensor, mean, step), plus(overTensor(tensor, std, step), epsilon));
}

/**
 * `scale_mean_variance {reference_tensor, axes?, eps}`: gives the tensor the mean and deviation that the reference came in
 * with. Here `eps` counts, and without axes the statistics are the sample's.
 */
export function scaleMeanVariance(tensor: Tensor, step: Step): Tensor {
  const axes = axesArgument(step);
  const eps = numberArgument(step, 'eps', epsilon);
  const dataset = axes !== undefined && isDatasetMeasure(axes);
  const own = measureMeanAndStd(step.incoming(), axes, dataset, step);
  const reference = measureMeanAndStd(step.incoming(textArgument(step, 'reference_tensor')), axes, dataset, step);
  const field = (measure: typeof own.mean) => overTensor(tensor, measure, step);
  const centred = normalize(tensor, field(own.mean), plus(field(own.std), eps));
  return scale(centred, plus(field(reference.std), eps), field(reference.mean));
}
