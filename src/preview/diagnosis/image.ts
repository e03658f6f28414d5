import type { Axis } from '../../spec/model';
import { createTensor, sizeOf } from '../../tensor/create';
import { arrayOf } from '../../tensor/dtype';
import { indexOf, stridesOf } from '../../tensor/strides';
import type { Tensor } from '../../tensor/tensor';
import type { Change } from './change';
import type { Placement } from './geometry';
import { placements } from './geometry';
import type { View } from './view';
import { eachRow, whole } from './view';

/** The network's input in another order. */
interface Moved {
  readonly change: Change;
  readonly placement: Placement;
  make(): Tensor;
}

/** Flips, exchanged axes, reversed channels and shifts of an input as the network takes it. */
export function movedInputs(prepared: Tensor, axes: readonly Axis[]): Moved[] {
  const { shape } = prepared;
  const square = placements(shape, axes, shape);
  const oblong = exchanged(shape, axes).flatMap(wanted => placements(shape, axes, wanted).filter(isReordered));
  return [...square, ...oblong].flatMap(placement => {
    const change: Change = {
      cause: placement.kind === 'cropped' ? 'image-shifted' : `image-${placement.kind}`,
      data: placement.data,
      rank: placement.rank
    };
    const { kind, by } = placement;
    if (kind === 'shifted') {
      // Two at once would be too many runs of the network.
      return by?.filter(step => step !== 0).length === 1
        ? [
            { change, placement, make: () => shift(prepared, by, 'wrap') },
            { change, placement, make: () => shift(prepared, by, 'edge') }
          ]
        : [];
    }
    return [{ change, placement, make: () => gather(prepared, placement.view) }];
  });
}

function isReordered({ kind }: Placement): boolean {
  return kind === 'reordered';
}

/** The shape with its two last spatial axes exchanged, where they differ. */
function exchanged(shape: readonly number[], axes: readonly Axis[]): number[][] {
  const [one, two] = [...shape.keys()].filter(axis => axes[axis]?.type === 'space').slice(-2);
  if (two === undefined || shape[one] === shape[two]) {
    return [];
  }
  return [shape.map((length, axis) => (axis === one ? shape[two] : axis === two ? shape[one] : length))];
}

function gather(tensor: Tensor, view: View): Tensor {
  const out = arrayOf(tensor.dtype, sizeOf(view.shape));
  const { data } = tensor;
  eachRow(whole(view.shape), view, (at, step, from, fromStep, length) => {
    for (let i = 0; i < length; i++) {
      out[at + i * step] = data[from + i * fromStep];
    }
    return true;
  });
  return createTensor(tensor.dtype, view.shape, out);
}

/** What is moved in at the border comes from the other side, or repeats the border. */
function shift(tensor: Tensor, by: readonly number[], border: 'wrap' | 'edge'): Tensor {
  const { shape, data } = tensor;
  const strides = stridesOf(shape);
  const out = arrayOf(tensor.dtype, data.length);
  // For each axis, where each position comes from.
  const from = shape.map((length, axis) =>
    Float64Array.from({ length }, (_, position) => {
      const wanted = position - by[axis];
      const inside = border === 'wrap' ? (wanted + length) % length : Math.min(length - 1, Math.max(0, wanted));
      return inside * strides[axis];
    })
  );
  const last = shape.length - 1;
  const width = shape[last] ?? 1;
  for (let row = 0; row < out.length; row += width) {
    const index = indexOf(shape, row);
    let start = 0;
    for (let axis = 0; axis < last; axis++) {
      start += from[axis][index[axis]];
    }
    for (let x = 0; x < width; x++) {
      out[row + x] = data[start + from[last][x]];
    }
  }
  return createTensor(tensor.dtype, shape, out);
}
