import { arrayOf } from './dtype';
import { TensorError } from './error';
import type { ArrayOf, DType, Tensor } from './tensor';

/** Number of elements of a shape; 1 for a scalar's `[]`. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A tensor over the given data (not copied), or over zeros. Throws `TensorError` where data and shape do not fit. */
export function createTensor<D extends DType>(dtype: D, shape: readonly number[], data?: ArrayOf[D]): Tensor<D> {
  const size = sizeOf(shape);
  if (data && data.length !== size) {
    throw new TensorError(
      'bad-shape',
      `An array of shape ${formatShape(shape)} needs ${size} values, but ${data.length} were given.`
    );
  }
  return { dtype, shape: [...shape], data: data ?? arrayOf(dtype, size) };
}

/** The same data under another shape of the same size. */
export function reshape<D extends DType>(tensor: Tensor<D>, shape: readonly number[]): Tensor<D> {
  return createTensor(tensor.dtype, shape, tensor.data);
}

/** "1 x 256 x 256", or "a single value" for a scalar; for messages. */
export function formatShape(shape: readonly number[]): string {
  return shape.length === 0 ? 'a single value' : shape.join(' x ');
}

/** Narrows a tensor by its element type. */
export function hasDType<D extends DType>(tensor: Tensor, dtype: D): tensor is Tensor<D> {
  return tensor.dtype === dtype;
}
