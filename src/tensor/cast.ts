import { createTensor } from './create';
import { arrayOf, isBig, isFloat } from './dtype';
import type { DType, Tensor } from './tensor';

export type Numbers =
  Uint8Array | Int8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/**
 * The elements as JavaScript numbers: the tensor's own data where they are numbers already (not copied),
 * else a Float64Array. 64-bit integers beyond 2**53 are rounded.
 */
export function toNumbers(tensor: Tensor): Numbers {
  const { data } = tensor;
  return data instanceof BigInt64Array || data instanceof BigUint64Array ? Float64Array.from(data, Number) : data;
}

/**
 * The tensor in another element type with the values that `numpy.ndarray.astype` gives on x86-64 (measured, numpy 1.26
 * and 2.4): floats are truncated toward zero and wrap; NaN, infinity and floats out of range become what the processor's
 * conversion leaves (for instance -2**31 in int32, 0 in uint8). Returns the tensor itself where the type is right already.
 */
export function cast<D extends DType>(tensor: Tensor, dtype: D): Tensor<D>;
export function cast(tensor: Tensor, dtype: DType): Tensor {
  if (tensor.dtype === dtype) {
    return tensor;
  }
  if (dtype === 'bool') {
    return toBool(tensor);
  }
  return isBig(dtype) ? toBig(tensor, dtype) : toSmall(tensor, dtype);
}

function toBool({ shape, data }: Tensor): Tensor {
  const out = arrayOf('bool', data.length);
  for (let i = 0; i < out.length; i++) {
    // NaN is not zero, so it is true, as in numpy. A bigint zero needs Number() to equal 0.
    out[i] = Number(data[i]) === 0 ? 0 : 1;
  }
  return createTensor('bool', shape, out);
}

function toBig(tensor: Tensor, dtype: 'int64' | 'uint64'): Tensor {
  const { shape, data } = tensor;
  const out = arrayOf(dtype, data.length);
  const convert = isFloat(tensor.dtype) ? (dtype === 'int64' ? floatToInt64 : floatToUint64) : BigInt;
  for (let i = 0; i < out.length; i++) {
    out[i] = convert(data[i] as number);
  }
  return createTensor(dtype, shape, out);
}

const int64Minimum = -(2n ** 63n);

function floatToInt64(value: number): bigint {
  return Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : int64Minimum;
}

function floatToUint64(value: number): bigint {
  if (value >= 2 ** 63) {
    return value < 2 ** 64 ? BigInt(Math.trunc(value)) : 0n;
  }
  return floatToInt64(value);
}

type Small = Exclude<DType, 'bool' | 'int64' | 'uint64'>;

function toSmall(tensor: Tensor, dtype: Small): Tensor {
  const { shape, data } = tensor;
  const out: Numbers = arrayOf(dtype, data.length);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    fillFromBig(out, data, isFloat(dtype));
  } else if (isFloat(tensor.dtype) && !isFloat(dtype)) {
    fillFromFloat(out, data, dtype);
  } else {
    // The typed array wraps integers and rounds doubles to float32 as numpy does.
    out.set(data);
  }
  return createTensor(dtype, shape, out);
}

function fillFromBig(out: Numbers, data: BigInt64Array | BigUint64Array, asFloat: boolean): void {
  for (let i = 0; i < out.length; i++) {
    // Through the low 32 bits: Number() of a large bigint would lose the bits that wrap around.
    out[i] = Number(asFloat ? data[i] : BigInt.asIntN(32, data[i]));
  }
}

function fillFromFloat(out: Numbers, data: Numbers, dtype: Small): void {
  // x86-64 converts to int32 and keeps the low bits; what is out of range leaves only the top bit.
  const beyond = dtype === 'int32' || dtype === 'uint32' ? -(2 ** 31) : 0;
  const upper = dtype === 'uint32' ? 2 ** 32 : 2 ** 31;
  for (let i = 0; i < out.length; i++) {
    // Truncated first: -2**31 - 0.5 lies within the range.
    const whole = Math.trunc(data[i]);
    out[i] = whole >= -(2 ** 31) && whole < upper ? whole : beyond;
  }
  if (dtype === 'uint32') {
    // Compilers split uint32 at 2**31, so that what is too large loses its top bit again.
    for (let i = 0; i < out.length; i++) {
      out[i] = data[i] >= 2 ** 32 ? 0 : out[i];
    }
  }
}
