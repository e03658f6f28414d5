import { stridesOf } from '../../tensor/strides';
import type { Tensor } from '../../tensor/tensor';
import { copy } from './cut';
import type { Span } from './plan';

/** Copies a box of a tile into the whole; `from` and `to` give its first element, `shape` its size. Types are the same. */
export function paste(
  tile: Tensor,
  from: readonly number[],
  whole: Tensor,
  to: readonly number[],
  shape: readonly number[]
): void {
  if (shape.includes(0)) {
    return;
  }
  const [own, other] = [stridesOf(tile.shape), stridesOf(whole.shape)];
  // Axes that are whole on both sides are copied along with the one before them.
  let last = Math.max(0, shape.length - 1);
  while (last > 0 && shape[last] === tile.shape[last] && shape[last] === whole.shape[last]) {
    last--;
  }
  const run = (shape[last] ?? 1) * (own[last] ?? 1);
  const position = new Array<number>(last).fill(0);
  for (;;) {
    let source = (from[last] ?? 0) * (own[last] ?? 1);
    let target = (to[last] ?? 0) * (other[last] ?? 1);
    for (let axis = 0; axis < last; axis++) {
      source += (from[axis] + position[axis]) * own[axis];
      target += (to[axis] + position[axis]) * other[axis];
    }
    copy(tile.data, source, whole.data, target, run);
    let axis = last - 1;
    while (axis >= 0 && ++position[axis] === shape[axis]) {
      position[axis--] = 0;
    }
    if (axis < 0) {
      return;
    }
  }
}

export function lengthOf({ start, end }: Span): number {
  return end - start;
}
