import type { ViewTensor } from '../../preview/report/report';

/** One picture out of a tensor: rows from top to bottom, values in C order. Integers and booleans become numbers. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
}

/** An axis that is not in the picture and can be moved along. */
export interface SliderAxis {
  readonly id: string;
  readonly size: number;
}

/** Position along each axis that is not in the picture, by axis id, on its slider's scale; a missing one is 0. */
export type Position = Readonly<Record<string, number>>;

/** Axes of space that stand on the picture; others (channels, times) have positions that mean nothing between them. */
const depthNames = ['z', 'plane', 'depth'];

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
 * The picture at `position`. Volumes of different depth show the same place; along channels a position beyond a
 * shorter axis shows that axis's last.
 */
export function planeOf({ axes, tensor }: ViewTensor, position: Position, sliders: readonly SliderAxis[] = []): Plane {
  const { row, column } = pictureAxes(axes);
  const strides = stridesOf(tensor.shape);
  const height = row < 0 ? 1 : (tensor.shape[row] ?? 1);
  const width = column < 0 ? 1 : (tensor.shape[column] ?? 1);
  const start = axes.reduce((offset, id, dimension) => {
    if (dimension === row || dimension === column) {
      return offset;
    }
    const own = tensor.shape[dimension] ?? 1;
    const at = sameDepth(id, position[id] ?? 0, sizeOf(id, sliders) ?? own, own);
    return offset + Math.min(at, own - 1) * strides[dimension];
  }, 0);
  const rowStride = row < 0 ? 0 : strides[row];
  const columnStride = column < 0 ? 0 : strides[column];
  const values = new Float64Array(height * width);
  const { data } = tensor;
  for (let y = 0, target = 0; y < height; y++) {
    for (let x = 0, source = start + y * rowStride; x < width; x++, source += columnStride, target++) {
      values[target] = Number(data[source]);
    }
  }
  return { width, height, values };
}

/** Elements between neighbours along each dimension, C order. */
function stridesOf(shape: readonly number[]): readonly number[] {
  const strides = shape.map(() => 1);
  for (let dimension = shape.length - 2; dimension >= 0; dimension--) {
    strides[dimension] = strides[dimension + 1] * shape[dimension + 1];
  }
  return strides;
}

/** Value at row `y`, column `x`; undefined outside. */
export function valueAt(plane: Plane, y: number, x: number): number | undefined {
  return y >= 0 && x >= 0 && y < plane.height && x < plane.width ? plane.values[y * plane.width + x] : undefined;
}

/** Values that are NaN or infinite. */
export function countNotFinite(plane: Plane): number {
  let count = 0;
  for (const value of plane.values) {
    if (!Number.isFinite(value)) {
      count += 1;
    }
  }
  return count;
}
