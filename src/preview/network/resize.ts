import { createTensor, sizeOf } from '../../tensor/create';
import { arrayOf } from '../../tensor/dtype';
import { stridesOf } from '../../tensor/strides';
import type { Tensor } from '../../tensor/tensor';

/**
 * The tensor cut from its middle, or continued by its own mirror image, to the given shape: what bioimageio.core makes of
 * a test tensor for another size (`Tensor.resize_to`). The tensor itself where it has that shape; no axis may be empty.
 */
export function resizeTensor(tensor: Tensor, shape: readonly number[]): Tensor {
  if (shape.every((size, axis) => size === tensor.shape[axis])) {
    return tensor;
  }
  const strides = stridesOf(tensor.shape);
  const sources = shape.map((size, axis) => sourcesOf(tensor.shape[axis], size).map(at => at * strides[axis]));
  const out = arrayOf(tensor.dtype, sizeOf(shape));
  const { data } = tensor;
  const row = sources.at(-1) ?? [0];
  let at = 0;
  forEachRow(sources.slice(0, -1), start => {
    for (const step of row) {
      out[at++] = data[start + step];
    }
  });
  return createTensor(tensor.dtype, shape, out);
}

/** For each new position the old one that it takes its value from. */
function sourcesOf(length: number, size: number): number[] {
  // An odd pixel goes to the right, in cutting as in padding.
  const left = size < length ? -Math.floor((length - size) / 2) : Math.floor((size - length) / 2);
  return Array.from({ length: size }, (_, at) => {
    const position = (((at - left) % (2 * length)) + 2 * length) % (2 * length);
    return position < length ? position : 2 * length - 1 - position;
  });
}

/** The start of every row, in C order. */
function forEachRow(sources: readonly (readonly number[])[], visit: (start: number) => void, start = 0): void {
  const [first, ...rest] = sources;
  if (!first) {
    visit(start);
    return;
  }
  for (const step of first) {
    forEachRow(rest, visit, start + step);
  }
}
