import { stridesOf } from '../../tensor/strides';

/** A tensor's elements in another order: element `index` of the view stands at `offset + sum(index * strides)`. */
export interface View {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}

export function whole(shape: readonly number[]): View {
  return { shape, strides: stridesOf(shape), offset: 0 };
}

export function flip(view: View, axes: readonly number[]): View {
  const flipped = (axis: number) => axes.includes(axis);
  return {
    shape: view.shape,
    strides: view.strides.map((stride, axis) => (flipped(axis) ? -stride : stride)),
    offset: axes.reduce((sum, axis) => sum + view.strides[axis] * (view.shape[axis] - 1), view.offset)
  };
}

/** Axis `i` of the result is axis `order[i]` of the view. */
export function reorder(view: View, order: readonly number[]): View {
  return {
    shape: order.map(axis => view.shape[axis]),
    strides: order.map(axis => view.strides[axis]),
    offset: view.offset
  };
}

/** The box of `shape` that begins at `start`. */
function box(view: View, start: readonly number[], shape: readonly number[]): View {
  return {
    shape,
    strides: view.strides,
    offset: start.reduce((sum, position, axis) => sum + position * view.strides[axis], view.offset)
  };
}

/**
 * Where `moved` is `original` moved by `by` pixels along each axis: the part of either that the other has, too.
 * `by` may be negative; nothing where no part is left.
 */
export function overlap(shape: readonly number[], by: readonly number[]): { original: View; moved: View } | undefined {
  const left = shape.map((length, axis) => length - Math.abs(by[axis]));
  if (left.some(length => length < 1)) {
    return undefined;
  }
  const view = whole(shape);
  return {
    original: box(
      view,
      by.map(step => Math.max(0, -step)),
      left
    ),
    moved: box(
      view,
      by.map(step => Math.max(0, step)),
      left
    )
  };
}

/** Calls for each row along the last axis: both first positions, both steps, the row's length. Ends where it gives false. */
export function eachRow(
  one: View,
  other: View,
  visit: (at: number, step: number, otherAt: number, otherStep: number, length: number) => boolean
): void {
  const rank = one.shape.length;
  const length = rank === 0 ? 1 : one.shape[rank - 1];
  const step = rank === 0 ? 0 : one.strides[rank - 1];
  const otherStep = rank === 0 ? 0 : other.strides[rank - 1];
  const position = new Array<number>(Math.max(0, rank - 1)).fill(0);
  let at = one.offset;
  let otherAt = other.offset;
  while (visit(at, step, otherAt, otherStep, length)) {
    let axis = rank - 2;
    for (; axis >= 0; axis--) {
      at += one.strides[axis];
      otherAt += other.strides[axis];
      if (++position[axis] < one.shape[axis]) {
        break;
      }
      at -= one.strides[axis] * one.shape[axis];
      otherAt -= other.strides[axis] * one.shape[axis];
      position[axis] = 0;
    }
    if (axis < 0) {
      return;
    }
  }
}
