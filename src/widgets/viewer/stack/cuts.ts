import type { ViewTensor } from '../../../preview/report/report';
import { stridesOf } from '../../../tensor/strides';
import { isDepth, pictureAxes, planeStart, type Position, type SliderAxis } from '../plane/axes';
import { stridedPlane, type Plane, type Shrink } from '../plane/plane';

/** A volume cut along its depth: columns over depth at one row, and rows over depth at one column. */
export interface Sections {
  /** As wide as the picture; its rows are the planes, stretched. */
  readonly xz: Plane;
  /** As high as the picture; its columns are the planes, stretched. */
  readonly zy: Plane;
  readonly depth: number;
}

/**
 * The sections through a pixel. `stretch` is the distance of two planes in pixels; planes are repeated as often.
 * Null where the tensor has no depth.
 */
export function sectionsOf(
  view: ViewTensor,
  position: Position,
  sliders: readonly SliderAxis[],
  { y, x }: { readonly y: number; readonly x: number },
  stretch: number,
  shrink: Shrink = 'mean'
): Sections | null {
  const { axes, tensor } = view;
  const { row, column } = pictureAxes(axes);
  const across = axes.findIndex(id => isDepth({ id, size: 0 }));
  const depth = tensor.shape[across] ?? 1;
  if (across < 0 || depth < 2 || row < 0 || column < 0) {
    return null;
  }
  const strides = stridesOf(tensor.shape);
  const start = planeStart(view, position, sliders, across);
  const [height, width] = [tensor.shape[row], tensor.shape[column]];
  const along = strides[across];
  const xz = { start: start + y * strides[row], row: along, column: strides[column] };
  const yz = { start: start + x * strides[column], row: strides[row], column: along };
  return {
    xz: taller(stridedPlane(tensor.data, xz, { width, height: depth, shrink }), stretch),
    zy: wider(stridedPlane(tensor.data, yz, { width: depth, height, shrink }), stretch),
    depth
  };
}

function taller(plane: Plane, stretch: number): Plane {
  const height = Math.max(1, Math.round(plane.height * stretch));
  return {
    ...plane,
    height,
    read: (y, x, length, into) => {
      plane.read(Math.floor((y * plane.height) / height), x, length, into);
    }
  };
}

function wider(plane: Plane, stretch: number): Plane {
  const width = Math.max(1, Math.round(plane.width * stretch));
  const row = new Float64Array(plane.width);
  return {
    ...plane,
    width,
    read: (y, x, length, into) => {
      plane.read(y, 0, plane.width, row);
      for (let index = 0; index < length; index++) {
        into[index] = row[Math.floor(((x + index) * plane.width) / width)];
      }
    }
  };
}
