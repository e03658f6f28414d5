/** Element types of a tensor, named as numpy and the model description name them. */
export interface ArrayOf {
  bool: Uint8Array;
  int8: Int8Array;
  uint8: Uint8Array;
  int16: Int16Array;
  uint16: Uint16Array;
  int32: Int32Array;
  uint32: Uint32Array;
  int64: BigInt64Array;
  uint64: BigUint64Array;
  float32: Float32Array;
  float64: Float64Array;
}

export type DType = keyof ArrayOf;

/**
 * An n-dimensional array in C order (the last axis varies fastest).
 * `data.length` is the product of `shape`; a scalar has shape `[]` and one element.
 * `bool` holds 0 or 1 in bytes.
 */
export interface Tensor<D extends DType = DType> {
  readonly dtype: D;
  readonly shape: readonly number[];
  readonly data: ArrayOf[D];
}
