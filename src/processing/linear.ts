import type { Tensor } from '../tensor/tensor';
import { axisArgument, numbersArgument } from './arguments';
import type { Field } from './field';
import { alongAxis, everywhere, normalize, scale } from './field';
import type { Step } from './step';
import { stepError } from './step';

/** bioimageio.core adds this to every deviation and range; except in scale_mean_variance it does not read `eps`. */
export const epsilon = 1e-6;

/** `scale_linear {gain = 1, offset = 0, axis?}`: x * gain + offset, one value each or one per position along `axis`. */
export function scaleLinear(tensor: Tensor, step: Step): Tensor {
  const axis = axisArgument(step);
  // A plain number meets a float32 tensor as a float32; a list along an axis is float64 (numpy's promotion).
  const single = axis === undefined && tensor.dtype === 'float32' ? 'float32' : 'float64';
  const gain = argumentField(tensor, 'gain', axis, step, single, 1);
  const offset = argumentField(tensor, 'offset', axis, step, single, 0);
  return scale(tensor, gain, offset);
}

/** `fixed_zero_mean_unit_variance {mean, std, axis?}`: (x - mean) / (std + 1e-6) in float64. */
export function fixedZeroMeanUnitVariance(tensor: Tensor, step: Step): Tensor {
  const axis = axisArgument(step);
  const mean = argumentField(tensor, 'mean', axis, step, 'float64');
  const std = argumentField(tensor, 'std', axis, step, 'float64');
  return normalize(tensor, mean, plus(std, epsilon));
}

/** The field with a number added to each value. */
export function plus(field: Field, number: number): Field {
  return { ...field, values: Array.from(field.values, value => value + number) };
}

function argumentField(
  tensor: Tensor,
  name: string,
  axis: number | undefined,
  step: Step,
  dtype: 'float32' | 'float64',
  fallback?: number
): Field {
  const value = numbersArgument(step, name, fallback);
  if (typeof value === 'number') {
    return everywhere(tensor, value, dtype);
  }
  if (axis === undefined) {
    if (value.length === 1) {
      return everywhere(tensor, value[0], dtype);
    }
    throw stepError(step, 'bad-arguments', `has a list as "${name}" but names no "axis" that it runs along.`);
  }
  return alongAxis(tensor, axis, value, step);
}
