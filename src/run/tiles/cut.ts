import { createTensor, sizeOf } from '../../tensor/create';
import { arrayOf } from '../../tensor/dtype';
import { stridesOf } from '../../tensor/strides';
import type { DType, Tensor } from '../../tensor/tensor';
import { sourcesOf } from '../../processing/pad';
import type { Padding } from '../../spec/model';
import type { Span } from './plan';

/**
 * For each pixel of a span of the continued image the pixel of the image that it is taken from; -1: the constant. `before`:
 * pixels that were added before the image.
 */
export function continued(length: number, { start, end }: Span, before: number, padding: Padding): Int32Array {
  return sourcesOf(length, [before, Math.max(0, end - before - length)], padding).subarray(start, end);
}

/** The elements at these positions along each axis. A position of -1 gives `outside`. */
export function gather<D extends DType>(tensor: Tensor<D>, places: readonly Int32Array[], outside?: number): Tensor<D>;
export function gather(tensor: Tensor, places: readonly Int32Array[], outside = 0): Tensor {
  const shape = places.map(({ length }) => length);
  const strides = stridesOf(tensor.shape);
  const out = arrayOf(tensor.dtype, sizeOf(shape));
  // Axes behind the last one that is cut are copied along with it.
  const last = Math.max(0, lastCut(tensor.shape, places));
  const unit = strides[last] ?? 1;
  const segments = segmentsOf(places[last] ?? Int32Array.of(0));
  const run = (shape[last] ?? 1) * unit;
  const position = new Array<number>(last).fill(0);
  for (let to = 0; run > 0 && to < out.length; to += run) {
    let from = 0;
    for (let axis = 0; axis < last; axis++) {
      const place = places[axis][position[axis]];
      from = place < 0 || from < 0 ? -1 : from + place * strides[axis];
    }
    for (const { at, source, length } of segments) {
      const begin = to + at * unit;
      if (from < 0 || source < 0) {
        fill(out, begin, length * unit, outside);
      } else {
        copy(tensor.data, from + source * unit, out, begin, length * unit);
      }
    }
    for (let axis = last - 1; axis >= 0 && ++position[axis] === shape[axis]; axis--) {
      position[axis] = 0;
    }
  }
  return createTensor(tensor.dtype, shape, out);
}

/** The last axis of which not all positions are taken as they are; -1 where there is none. */
function lastCut(shape: readonly number[], places: readonly Int32Array[]): number {
  let axis = shape.length - 1;
  while (axis >= 0 && places[axis].length === shape[axis] && places[axis].every((place, at) => place === at)) {
    axis--;
  }
  return axis;
}

/** Positions side by side: `length` of them from `source` on stand at `at` and behind. */
interface Segment {
  readonly at: number;
  readonly source: number;
  readonly length: number;
}

function segmentsOf(places: Int32Array): Segment[] {
  const segments: Segment[] = [];
  for (let at = 0; at < places.length;) {
    let length = 1;
    const step = places[at] < 0 ? 0 : 1;
    while (at + length < places.length && places[at + length] === places[at] + length * step) {
      length++;
    }
    segments.push({ at, source: places[at], length });
    at += length;
  }
  return segments;
}

function fill(out: Tensor['data'], start: number, length: number, value: number): void {
  if (out instanceof BigInt64Array || out instanceof BigUint64Array) {
    out.fill(BigInt(value), start, start + length);
  } else {
    out.fill(value, start, start + length);
  }
}

/** Elements side by side, from one array to another of the same type. */
export function copy(from: Tensor['data'], start: number, to: Tensor['data'], at: number, length: number): void {
  if (length < few) {
    for (let i = 0; i < length; i++) {
      to[at + i] = from[start + i];
    }
    return;
  }
  // One type on both sides: the caller has made one in the other's own.
  (to as Float32Array).set((from as Float32Array).subarray(start, start + length), at);
}

/** So few are copied faster one by one. */
const few = 16;
