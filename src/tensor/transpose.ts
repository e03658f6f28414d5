import { createTensor, sizeOf } from './create';
import { arrayOf } from './dtype';
import { TensorError } from './error';
import { stridesOf, walkRuns } from './strides';
import type { DType, Tensor } from './tensor';

/**
 * The axes in another order, as `numpy.transpose`: axis `i` of the result is axis `order[i]` of the tensor.
 * Always a copy in C order.
 */
export function transpose<D extends DType>(tensor: Tensor<D>, order: readonly number[]): Tensor<D>;
export function transpose(tensor: Tensor, order: readonly number[]): Tensor {
  const rank = tensor.shape.length;
  if (order.length !== rank || new Set(order).size !== rank || order.some(axis => !(axis in tensor.shape))) {
    throw new TensorError('bad-shape', `An array of ${rank} axes cannot be reordered by [${order.join(', ')}].`);
  }
  const strides = stridesOf(tensor.shape);
  return gather(
    tensor,
    order.map(axis => tensor.shape[axis]),
    order.map(axis => strides[axis])
  );
}

/** One position along an axis; the result has one axis less. */
export function select<D extends DType>(tensor: Tensor<D>, axis: number, position: number): Tensor<D>;
export function select(tensor: Tensor, axis: number, position: number): Tensor {
  const { shape } = tensor;
  if (!(axis in shape) || !Number.isInteger(position) || position < 0 || position >= shape[axis]) {
    throw new TensorError('bad-shape', `There is no position ${position} along axis ${axis} of ${shape.join(' x ')}.`);
  }
  const strides = stridesOf(shape);
  const others = shape.map((_, other) => other).filter(other => other !== axis);
  return gather(
    tensor,
    others.map(other => shape[other]),
    others.map(other => strides[other]),
    position * strides[axis]
  );
}

/** A box of the tensor: from `start[axis]`, `shape[axis]` elements along each axis. */
export function crop<D extends DType>(tensor: Tensor<D>, start: readonly number[], shape: readonly number[]): Tensor<D>;
export function crop(tensor: Tensor, start: readonly number[], shape: readonly number[]): Tensor {
  const fits = tensor.shape.every((length, axis) => start[axis] >= 0 && start[axis] + shape[axis] <= length);
  if (start.length !== tensor.shape.length || shape.length !== tensor.shape.length || !fits) {
    throw new TensorError(
      'bad-shape',
      `A box of ${shape.join(' x ')} at ${start.join(', ')} does not lie within ${tensor.shape.join(' x ')}.`
    );
  }
  const strides = stridesOf(tensor.shape);
  const offset = start.reduce((sum, position, axis) => sum + position * strides[axis], 0);
  return gather(tensor, shape, strides, offset);
}

/** Copies the elements at `offset` + the strided positions into a new tensor of `shape`. */
function gather(tensor: Tensor, shape: readonly number[], strides: readonly number[], offset = 0): Tensor {
  const out = arrayOf(tensor.dtype, sizeOf(shape));
  const { data } = tensor;
  walkRuns(shape, strides, (start, length, at, step) => {
    let from = offset + at;
    for (let i = start; i < start + length; i++) {
      out[i] = data[from];
      from += step;
    }
  });
  return createTensor(tensor.dtype, shape, out);
}
