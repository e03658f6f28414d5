import { toNumbers } from '../tensor/cast';
import { createTensor } from '../tensor/create';
import { arrayOf } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import { numbersArgument } from './arguments';
import type { Step } from './step';
import { stepError } from './step';

/**
 * `binarize {threshold, axis?}`: x > threshold, NaN is false; gives bool.
 * bioimageio.core does not read `axis`: a list of thresholds always runs along the last axis (numpy's broadcasting), so
 * it does here, and another axis is an error where the lengths do not fit.
 */
export function binarize(tensor: Tensor, step: Step): Tensor<'bool'> {
  const given = numbersArgument(step, 'threshold');
  const thresholds = typeof given === 'number' ? [given] : given;
  const last = tensor.shape.at(-1) ?? 1;
  if (thresholds.length > 1 && thresholds.length !== last) {
    throw stepError(
      step,
      'bad-axes',
      `has ${thresholds.length} thresholds, but the last axis has ${last} positions. bioimageio.core compares a list ` +
        'of thresholds along the last axis only: move that axis to the end, or use one threshold.'
    );
  }
  // One number meets a float32 tensor as a float32; a list is float64.
  const narrow = typeof given === 'number' && tensor.dtype === 'float32';
  const bounds = narrow ? thresholds.map(Math.fround) : thresholds;
  const values = toNumbers(tensor);
  const out = arrayOf('bool', values.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = values[i] > bounds[bounds.length === 1 ? 0 : i % last] ? 1 : 0;
  }
  return createTensor('bool', tensor.shape, out);
}
