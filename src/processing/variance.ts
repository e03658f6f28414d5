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
  const measures = [own.mean, own.std, reference.mean, reference.std];
  // In float64 throughout: an offset that is large beside the deviation would take its digits.
  const [mean, std, otherMean, otherStd] = measures.map(
    measure => ({ ...overTensor(tensor, measure, step), dtype: 'float64' }) as const
  );
  return scale(normalize(tensor, mean, plus(std, eps)), plus(otherStd, eps), otherMean);
}
