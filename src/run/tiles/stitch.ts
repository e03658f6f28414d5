import { stridesOf } from '../../tensor/strides';
import type { Tensor } from '../../tensor/tensor';
import type { Span } from './plan';

/** Copies a box of a tile into the whole; `from` and `to` give its first element, `shape` its size. Types are the same. */
export function paste(
  tile: Tensor,
  from: readonly number[],
  whole: Tensor,
  to: readonly number[],
  shape: readonly number[]
): void {
  const rank = shape.length;
  const [own, other] = [stridesOf(tile.shape), stridesOf(whole.shape)];
  const run = shape[rank - 1] ?? 1;
  const position = new Array<number>(Math.max(0, rank - 1)).fill(0);
  if (shape.includes(0)) {
    return;
  }
  for (;;) {
    let source = from[rank - 1] ?? 0;
    let target = to[rank - 1] ?? 0;
    for (let axis = 0; axis < rank - 1; axis++) {
      source += (from[axis] + position[axis]) * own[axis];
      target += (to[axis] + position[axis]) * other[axis];
    }
    copyRun(tile.data, source, whole.data, target, run);
    let axis = rank - 2;
    while (axis >= 0 && ++position[axis] === shape[axis]) {
      position[axis--] = 0;
    }
    if (axis < 0) {
      return;
    }
  }
}

function copyRun(from: Tensor['data'], start: number, to: Tensor['data'], at: number, length: number): void {
  // One type on both sides: the caller has made the whole in the tile's own.
  (to as Float32Array).set((from as Float32Array).subarray(start, start + length), at);
}

export function lengthOf({ start, end }: Span): number {
  return end - start;
}
