import { arrayOf } from '../tensor/dtype';
import { sizeOf } from '../tensor/create';
import { stridesOf } from '../tensor/strides';
import type { Tensor } from '../tensor/tensor';
import type { ImageInfo, ImageSource, Part } from './source';

/** An image whose pixels are all in memory. `tensor` has the axes of `info`, in their order. */
export function memorySource(tensor: Tensor, info: Omit<ImageInfo, 'dtype'>): ImageSource {
  return {
    info: { ...info, dtype: tensor.dtype },
    read: region => Promise.resolve(region ? partOf(tensor, region) : tensor)
  };
}

/** A copy of a region of a tensor; one part per axis. */
export function partOf(tensor: Tensor, region: readonly Part[]): Tensor {
  const shape = region.map(({ length }) => length);
  const data = arrayOf(tensor.dtype, sizeOf(shape));
  const strides = stridesOf(tensor.shape);
  const run = shape.at(-1) ?? 1;
  const rows = run === 0 ? 0 : data.length / run;
  for (let row = 0; row < rows; row++) {
    let left = row;
    let from = region.at(-1)?.start ?? 0;
    for (let axis = shape.length - 2; axis >= 0; axis--) {
      from += (region[axis].start + (left % shape[axis])) * strides[axis];
      left = Math.floor(left / shape[axis]);
    }
    copyRun(tensor.data, from, data, row * run, run);
  }
  return { dtype: tensor.dtype, shape, data };
}

function copyRun(from: Tensor['data'], start: number, to: Tensor['data'], at: number, length: number): void {
  for (let i = 0; i < length; i++) {
    to[at + i] = from[start + i];
  }
}
