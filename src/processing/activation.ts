import { toNumbers } from '../tensor/cast';
import { createTensor, hasDType } from '../tensor/create';
import { arrayOf, isFloat, isUnsigned } from '../tensor/dtype';
import { roundToHalf } from '../tensor/half';
import { stridesOf } from '../tensor/strides';
import type { DType, Tensor } from '../tensor/tensor';
import { axisArgument } from './arguments';
import type { Step } from './step';
import { stepError } from './step';

/** `sigmoid`: 1 / (1 + exp(-x)) in the type that numpy's exp gives for the tensor's. */
export function sigmoid(tensor: Tensor, step: Step): Tensor {
  if (hasDType(tensor, 'float32')) {
    return createTensor('float32', tensor.shape, sigmoid32(tensor.data));
  }
  const { dtype, round } = resultOf(tensor.dtype, step);
  const negative = wrap(tensor.dtype);
  const values = toNumbers(tensor);
  const out = arrayOf(dtype, values.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = round(1 / round(1 + round(Math.exp(negative(-values[i])))));
  }
  return createTensor(dtype, tensor.shape, out);
}

/** What nearly all networks give; several times as fast as the general form, whose roundings are functions. */
function sigmoid32(values: Float32Array): Float32Array {
  const out = new Float32Array(values.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = 1 / Math.fround(1 + Math.fround(Math.exp(-values[i])));
  }
  return out;
}

/** `softmax {axis = channel}`: exp(x - max) / sum along the axis. */
export function softmax(tensor: Tensor, step: Step): Tensor {
  const { dtype, round } = resultOf(tensor.dtype, step);
  const axis = axisArgument(step, 'channel') ?? 0;
  const difference = wrap(tensor.dtype);
  const length = tensor.shape[axis];
  const stride = stridesOf(tensor.shape)[axis];
  const values = toNumbers(tensor);
  const out = arrayOf(dtype, values.length);
  for (let block = 0; block < out.length; block += length * stride) {
    for (let first = block; first < block + stride; first++) {
      const end = first + length * stride;
      let max = -Infinity;
      for (let i = first; i < end; i += stride) {
        // Math.max carries NaN through, as numpy's amax does.
        max = Math.max(max, values[i]);
      }
      let sum = 0;
      for (let i = first; i < end; i += stride) {
        const exponential = round(Math.exp(difference(values[i] - max)));
        out[i] = exponential;
        sum += exponential;
      }
      for (let i = first; i < end; i += stride) {
        out[i] = round(out[i] / round(sum));
      }
    }
  }
  return createTensor(dtype, tensor.shape, out);
}

interface Result {
  readonly dtype: 'float32' | 'float64';
  readonly round: (value: number) => number;
}

/** numpy computes 8-bit integers in float16, 16-bit ones in float32, wider ones in float64. */
function resultOf(dtype: DType, step: Step): Result {
  if (dtype === 'bool' || dtype === 'uint64') {
    throw stepError(step, 'bad-arguments', `cannot work on ${dtype} values. Put ensure_dtype with float32 before it.`);
  }
  if (dtype === 'int8' || dtype === 'uint8') {
    return { dtype: 'float32', round: roundToHalf };
  }
  return dtype === 'float32' || dtype === 'int16' || dtype === 'uint16'
    ? { dtype: 'float32', round: Math.fround }
    : { dtype: 'float64', round: value => value };
}

/** numpy negates and subtracts integers within their type, where they wrap around. */
function wrap(dtype: DType): (value: number) => number {
  if (isFloat(dtype) || dtype === 'int64') {
    return value => value;
  }
  const bits = Number(dtype.replace(/\D+/, ''));
  const modulus = 2 ** bits;
  const lowest = isUnsigned(dtype) ? 0 : -modulus / 2;
  return value => ((((value - lowest) % modulus) + modulus) % modulus) + lowest;
}
