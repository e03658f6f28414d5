import type { Numbers } from '../tensor/cast';
import { toNumbers } from '../tensor/cast';
import { createTensor, hasDType } from '../tensor/create';
import { arrayOf, isFloat, isUnsigned } from '../tensor/dtype';
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
  const negative = negated(tensor);
  const out = arrayOf(dtype, negative.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = round(1 / round(1 + round(Math.exp(negative[i]))));
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
  const length = tensor.shape[axis];
  const stride = stridesOf(tensor.shape)[axis];
  const values = toNumbers(tensor);
  const difference = differenceOf(tensor, values);
  const out = arrayOf(dtype, values.length);
  for (let block = 0; block < out.length; block += length * stride) {
    for (let first = block; first < block + stride; first++) {
      const end = first + length * stride;
      const largest = indexOfLargest(tensor.data, first, end, stride);
      let sum = 0;
      for (let i = first; i < end; i += stride) {
        const exponential = round(Math.exp(difference(i, largest)));
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

/** Of the first NaN, where there is one, as numpy's amax. */
function indexOfLargest(values: Tensor['data'], first: number, end: number, stride: number): number {
  let largest = first;
  for (let i = first; i < end; i += stride) {
    if (values[i] !== values[i]) {
      return i;
    }
    largest = values[i] > values[largest] ? i : largest;
  }
  return largest;
}

interface Result {
  readonly dtype: 'float32' | 'float64';
  readonly round: (value: number) => number;
}

/**
 * numpy computes 16-bit integers in float32, wider ones in float64. 8-bit ones it computes in float16, which has three
 * digits; here they get float64.
 */
function resultOf(dtype: DType, step: Step): Result {
  if (dtype === 'bool') {
    throw stepError(
      step,
      'bad-arguments',
      'cannot work on true and false values. Put ensure_dtype with float32 before it.'
    );
  }
  return dtype === 'float32' || dtype === 'int16' || dtype === 'uint16'
    ? { dtype: 'float32', round: Math.fround }
    : { dtype: 'float64', round: value => value };
}

/** numpy negates integers within their type, where they wrap around. */
function negated(tensor: Tensor): Numbers {
  const { data, dtype } = tensor;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    return toNumbers({ ...tensor, data: data.map((value: bigint) => -value) });
  }
  const wrap = wrapOf(dtype);
  return arrayOf('float64', data.length).map((_, i) => wrap(-data[i]));
}

/** The difference of two elements, in their type likewise. */
function differenceOf({ data, dtype }: Tensor, values: Numbers): (i: number, j: number) => number {
  if (data instanceof BigInt64Array) {
    return (i, j) => Number(BigInt.asIntN(64, data[i] - data[j]));
  }
  if (data instanceof BigUint64Array) {
    return (i, j) => Number(BigInt.asUintN(64, data[i] - data[j]));
  }
  const wrap = wrapOf(dtype);
  return (i, j) => wrap(values[i] - values[j]);
}

function wrapOf(dtype: DType): (value: number) => number {
  if (isFloat(dtype)) {
    return dtype === 'float32' ? Math.fround : value => value;
  }
  const bits = Number(dtype.replace(/\D+/, ''));
  const modulus = 2 ** bits;
  const lowest = isUnsigned(dtype) ? 0 : -modulus / 2;
  return value => ((((value - lowest) % modulus) + modulus) % modulus) + lowest;
}
