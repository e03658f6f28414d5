import type { ViewTensor } from '../../../preview/report/report';
import { stridesOf } from '../../../tensor/strides';
import { stridedPlane, type Plane, type Shrink } from './plane';

/** An axis that is not in the picture and can be moved along. */
export interface SliderAxis {
  readonly id: string;
  readonly size: number;
}

/** Position along each axis that is not in the picture, by axis id, on its slider's scale; a missing one is 0. */
export type Position = Readonly<Record<string, number>>;

/** Axes of space that stand on the picture; others (channels, times) have positions that mean nothing between them. */
const depthNames = ['z', 'plane', 'depth'];

const channelNames = ['channel', 'c'];
const rowNames = ['y', 'row', 'height'];
const columnNames = ['x', 'column', 'width'];

/**
 * The dimensions that make rows and columns, found by id ("y", "x"), wherever they stand.
 * Tensors without them (a class score per image) show their last two dimensions; -1 stands for "none, size 1".
 */
export function pictureAxes(axes: readonly string[]): { row: number; column: number } {
  const row = axes.findIndex(id => rowNames.includes(id));
  const column = axes.findIndex(id => columnNames.includes(id));
  if (row >= 0 && column >= 0) {
    return { row, column };
  }
  if (column >= 0 || row >= 0) {
    return { row, column };
  }
  return { row: axes.length - 2, column: axes.length - 1 };
}

/** The axes beside rows and columns that are longer than 1, over all tensors shown together; the longest counts. */
export function sliderAxes(views: readonly ViewTensor[]): readonly SliderAxis[] {
  const sizes = new Map<string, number>();
  for (const { axes, tensor } of views) {
    const { row, column } = pictureAxes(axes);
    axes.forEach((id, dimension) => {
      const size = tensor.shape[dimension] ?? 1;
      if (dimension !== row && dimension !== column && size > 1) {
        sizes.set(id, Math.max(sizes.get(id) ?? 0, size));
      }
    });
  }
  return [...sizes].map(([id, size]) => ({ id, size }));
}

export function isDepth({ id }: SliderAxis): boolean {
  return depthNames.includes(id);
}

/** The dimension along which channels lie; -1 where there is none. */
export function channelAxis(axes: readonly string[]): number {
  return axes.findIndex(id => channelNames.includes(id));
}

export function isChannel({ id }: SliderAxis): boolean {
  return channelNames.includes(id);
}

/** Volumes start in their middle, where there is more to see than in the first plane; all else starts at 0. */
export function startOf(sliders: readonly SliderAxis[]): Position {
  return Object.fromEntries(sliders.map(axis => [axis.id, isDepth(axis) ? Math.floor(axis.size / 2) : 0]));
}

/** The position of a slider that shows this index of a tensor. `sliders` at least as long as the tensor's own axes. */
export function positionOf(
  index: readonly number[],
  { axes, tensor }: ViewTensor,
  sliders: readonly SliderAxis[]
): Position {
  return Object.fromEntries(
    axes.map((id, dimension) => {
      const own = tensor.shape[dimension] ?? 1;
      return [id, sameDepth(id, index[dimension] ?? 0, own, sizeOf(id, sliders) ?? own)];
    })
  );
}

/** The same depth on an axis of another length. */
function sameDepth(id: string, at: number, from: number, to: number): number {
  return depthNames.includes(id) ? Math.floor(((at + 0.5) / from) * to) : at;
}

function sizeOf(id: string, sliders: readonly SliderAxis[]): number | undefined {
  return sliders.find(slider => slider.id === id)?.size;
}

/**
 * The picture at `position`, which stays in the tensor. Volumes of different depth show the same place; along channels a
 * position beyond a shorter axis shows that axis's last.
 */
export function planeOf(
  { axes, tensor }: ViewTensor,
  position: Position,
  sliders: readonly SliderAxis[] = [],
  shrink?: Shrink
): Plane {
  const { row, column } = pictureAxes(axes);
  const strides = stridesOf(tensor.shape);
  const start = planeStart({ axes, tensor }, position, sliders);
  const place = { start, row: row < 0 ? 0 : strides[row], column: column < 0 ? 0 : strides[column] };
  const height = row < 0 ? 1 : (tensor.shape[row] ?? 1);
  const width = column < 0 ? 1 : (tensor.shape[column] ?? 1);
  return stridedPlane(tensor.data, place, { width, height, shrink });
}

/** Where the picture at `position` begins in the tensor's data; along the dimension `without` at its first. */
export function planeStart(
  { axes, tensor }: ViewTensor,
  position: Position,
  sliders: readonly SliderAxis[],
  without = -1
): number {
  const { row, column } = pictureAxes(axes);
  const strides = stridesOf(tensor.shape);
  return axes.reduce((offset, id, dimension) => {
    if (dimension === row || dimension === column || dimension === without) {
      return offset;
    }
    const own = tensor.shape[dimension] ?? 1;
    const at = sameDepth(id, position[id] ?? 0, sizeOf(id, sliders) ?? own, own);
    return offset + Math.min(at, own - 1) * strides[dimension];
  }, 0);
}
