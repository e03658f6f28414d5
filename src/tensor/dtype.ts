import type { ArrayOf, DType } from './tensor';

interface ArrayClass<D extends DType> {
  new (length: number): ArrayOf[D];
  new (buffer: ArrayBuffer): ArrayOf[D];
  readonly BYTES_PER_ELEMENT: number;
}

const classes: { readonly [D in DType]: ArrayClass<D> } = {
  bool: Uint8Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array
};

/** Every element type, from narrow to wide. */
export const dtypes = Object.keys(classes) as readonly DType[];

export function isDType(value: unknown): value is DType {
  return typeof value === 'string' && Object.hasOwn(classes, value);
}

/** A new array of zeros. */
export function arrayOf<D extends DType>(dtype: D, length: number): ArrayOf[D] {
  return new classes[dtype](length);
}

/** The elements whose bytes a buffer holds, not copied. */
export function arrayOver<D extends DType>(dtype: D, buffer: ArrayBuffer): ArrayOf[D] {
  return new classes[dtype](buffer);
}

export function bytesPerElement(dtype: DType): number {
  return classes[dtype].BYTES_PER_ELEMENT;
}

export function isFloat(dtype: DType): dtype is 'float32' | 'float64' {
  return dtype === 'float32' || dtype === 'float64';
}

/** True where the elements are JavaScript bigints. */
export function isBig(dtype: DType): dtype is 'int64' | 'uint64' {
  return dtype === 'int64' || dtype === 'uint64';
}

export function isUnsigned(dtype: DType): boolean {
  return dtype.startsWith('uint');
}

/** Integers and booleans: values that are compared as they are, without a tolerance. */
export function isDiscrete(dtype: DType): boolean {
  return !isFloat(dtype);
}
