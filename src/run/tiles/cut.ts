import { createTensor, sizeOf } from '../../tensor/create';
import { arrayOf } from '../../tensor/dtype';
import { stridesOf } from '../../tensor/strides';
import type { DType, Tensor } from '../../tensor/tensor';
import { sourcesOf } from '../../processing/pad';
import type { Padding } from '../../spec/model';
import type { Span } from './plan';

/** For each pixel of a span that may go beyond the image's end, the pixel that it is taken from; -1: the constant. */
export function continued(length: number, { start, end }: Span, padding: Padding): Int32Array {
  return sourcesOf(length, [0, Math.max(0, end - length)], padding).subarray(start, end);
}

/** The elements at these positions along each axis. A position of -1 gives `outside`. */
export function gather<D extends DType>(tensor: Tensor<D>, places: readonly Int32Array[], outside?: number): Tensor<D>;
export function gather(tensor: Tensor, places: readonly Int32Array[], outside = 0): Tensor {
  const shape = places.map(({ length }) => length);
  const strides = stridesOf(tensor.shape);
  const out = arrayOf(tensor.dtype, sizeOf(shape));
  const rows = places
    .slice(0, -1)
    .map((row, axis) => Float64Array.from(row, at => (at < 0 ? NaN : at * strides[axis])));
  const last = places.at(-1) ?? Int32Array.of(0);
  const run = last.length;
  const fill = out instanceof BigInt64Array || out instanceof BigUint64Array ? BigInt(outside) : outside;
  const position = new Array<number>(rows.length).fill(0);
  for (let to = 0; run > 0 && to < out.length; to += run) {
    const from = rows.reduce((sum, row, axis) => sum + row[position[axis]], 0);
    copyRow(tensor.data, from, last, out, to, fill);
    for (let axis = rows.length - 1; axis >= 0 && ++position[axis] === rows[axis].length; axis--) {
      position[axis] = 0;
    }
  }
  return createTensor(tensor.dtype, shape, out);
}

function copyRow(
  data: Tensor['data'],
  from: number,
  places: Int32Array,
  out: Tensor['data'],
  to: number,
  fill: number | bigint
): void {
  for (let i = 0; i < places.length; i++) {
    out[to + i] = places[i] < 0 || from !== from ? fill : data[from + places[i]];
  }
}
