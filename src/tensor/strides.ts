/** Elements from one index to the next along each axis, in C order. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis];
  }
  return strides;
}

/** Position in `data` of an element given by one number per axis. */
export function flatIndex(shape: readonly number[], index: readonly number[]): number {
  return index.reduce((flat, position, axis) => flat * shape[axis] + position, 0);
}

/** The reverse of `flatIndex`: one number per axis. */
export function indexOf(shape: readonly number[], flat: number): number[] {
  const index = new Array<number>(shape.length);
  let rest = flat;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return index;
}

/**
 * Called for each run of elements that lie side by side: `length` elements from `start`, beside the elements
 * `at`, `at + step`, ... of the other array.
 */
type RunVisitor = (start: number, length: number, at: number, step: number) => void;

/**
 * Walks a C-ordered array of `shape` beside another array whose strides along the same axes are `strides`
 * (0 where the other array is broadcast along the axis). Axes are merged into runs as long as possible,
 * so the visitor's inner loop does the work.
 */
export function walkRuns(shape: readonly number[], strides: readonly number[], visit: RunVisitor): void {
  if (shape.includes(0)) {
    return;
  }
  const { lengths, steps } = mergeAxes(shape, strides);
  const length = lengths.pop() ?? 1;
  const step = steps.pop() ?? 0;
  const position = new Array<number>(lengths.length).fill(0);
  let start = 0;
  let at = 0;
  for (;;) {
    visit(start, length, at, step);
    start += length;
    let axis = lengths.length - 1;
    for (; axis >= 0; axis--) {
      at += steps[axis];
      if (++position[axis] < lengths[axis]) {
        break;
      }
      at -= steps[axis] * lengths[axis];
      position[axis] = 0;
    }
    if (axis < 0) {
      return;
    }
  }
}

function mergeAxes(shape: readonly number[], strides: readonly number[]): { lengths: number[]; steps: number[] } {
  const lengths: number[] = [];
  const steps: number[] = [];
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] === 1) {
      continue;
    }
    if (lengths.length > 0 && strides[axis] === steps[0] * lengths[0]) {
      lengths[0] *= shape[axis];
    } else {
      lengths.unshift(shape[axis]);
      steps.unshift(strides[axis]);
    }
  }
  return { lengths, steps };
}
