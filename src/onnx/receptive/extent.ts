import type { OnnxModel } from '../model';
import { Line } from './field';
import { UnknownExtent } from '../trace';
import { walkAxis } from '../walk';

/** How the sizes and the surroundings of an image matter to a network along one axis of its input. */
export interface AxisExtent {
  /** Axis of the input. */
  readonly axis: number;
  /** Sizes must be `min + n * step`, n = 0, 1, ... */
  readonly min: number;
  readonly step: number;
  /** Farthest input pixel that an output pixel depends on; infinite where it depends on the whole image. */
  readonly radius: number;
  /** Size of the first output along the axis: `scale * size + offset`. */
  readonly scale: number;
  readonly offset: number;
}

export interface Extent {
  /** One entry per axis of the first input along which the network slides; batch, channels and fixed axes have none. */
  readonly axes: readonly AxisExtent[];
  /** Operators whose reach is not known, so that `axes` is empty. */
  readonly unknown: readonly string[];
}

/** Sizes tried for `min` and `step`. */
export const longestTried = 640;
/** An output pixel in the middle of an image of this size that still reaches its border depends on the whole image. */
const WHOLE = 16384;

/**
 * Finds out which sizes a network takes and how far its output looks, by following one row of pixels through the graph:
 * for each pixel the range of input pixels that it depends on. Exact for convolutions, pooling, resizing and everything
 * that works pixel by pixel; `unknown` names the first operator that is none of these.
 */
export function extent(model: OnnxModel): Extent {
  const constants = new Set(model.graph.initializers.map(tensor => tensor.name));
  const input = model.graph.inputs.find(value => !constants.has(value.name));
  const axes: AxisExtent[] = [];
  for (let axis = 1; axis < (input?.dims?.length ?? 0); axis++) {
    try {
      const found = typeof input?.dims?.[axis] === 'number' ? undefined : alongAxis(model, axis);
      if (found) {
        axes.push(found);
      }
    } catch (error) {
      if (error instanceof UnknownExtent) {
        return { axes: [], unknown: [error.op] };
      }
      throw error;
    }
  }
  return { axes, unknown: [] };
}

function alongAxis(model: OnnxModel, axis: number): AxisExtent | undefined {
  const sizes = new Map<number, number>();
  for (let size = 1; size <= longestTried; size++) {
    const result = outputSize(model, axis, size);
    if (result === 'mixed') {
      return undefined;
    }
    if (result !== undefined) {
      sizes.set(size, result);
    }
  }
  const grid = gridOf(sizes);
  return grid && { axis, ...grid, radius: radiusOf(model, axis, grid) };
}

/** Length of the output row; `undefined` where the network fails at this size, `mixed` where the axis does not come through. */
function outputSize(model: OnnxModel, axis: number, size: number): number | 'mixed' | undefined {
  const line = walkAxis(model, axis, Line.sizesOnly(size));
  return line === undefined ? undefined : line === 'mixed' ? 'mixed' : line.length;
}

/** Sizes that a network takes along an axis, and those of its output. */
export type Grid = Pick<AxisExtent, 'min' | 'step' | 'scale' | 'offset'>;

/**
 * The finest step for which the output grows evenly with the input, and where several series of sizes have it, the one
 * whose output loses least. (With pooling "same" a network may also run at odd sizes, but its output is then not where
 * a plain scale would put it.)
 */
export function gridOf(sizes: ReadonlyMap<number, number>): Grid | undefined {
  for (let step = 1; step <= longestTried / 4; step++) {
    let best: Grid | undefined;
    for (let min = 1; min <= longestTried - 3 * step; min++) {
      const grid = evenGrid(sizes, min, step);
      const known = best && best.min % step === min % step;
      if (grid && !known && (!best || Math.abs(grid.offset) < Math.abs(best.offset))) {
        best = grid;
      }
    }
    if (best) {
      return best;
    }
  }
  return undefined;
}

function evenGrid(sizes: ReadonlyMap<number, number>, min: number, step: number): Grid | undefined {
  const first = sizes.get(min);
  const second = sizes.get(min + step);
  if (first === undefined || second === undefined || second <= first) {
    return undefined;
  }
  const scale = (second - first) / step;
  const offset = first - scale * min;
  for (let size = min + step; size <= longestTried; size += step) {
    if (sizes.get(size) !== scale * size + offset) {
      return undefined;
    }
  }
  return { min, step, scale, offset };
}

/**
 * Farthest input pixel, in pixels, that an output pixel in the middle depends on; infinite where that is all of them.
 * @throws {UnknownExtent} at an operator whose reach is not known.
 */
export function radiusOf(model: OnnxModel, axis: number, grid: Grid): number {
  return radiusOver(grid, size => walkAxis(model, axis, Line.pixels(size)));
}

/** The same of whatever way through the graph: `walk` follows a row of `size` pixels to the output. */
export function radiusOver(
  { min, step, scale, offset }: Grid,
  walk: (size: number) => Line | 'mixed' | undefined
): number {
  const center = (at: number) => (at + 0.5 - offset / 2) / scale - 0.5;
  const period = Math.max(1, Math.ceil(step * scale));
  for (let wanted = 512; wanted <= WHOLE; wanted *= 4) {
    const size = min + step * Math.ceil(wanted / step);
    const line = walk(size);
    if (line instanceof Line) {
      const middle = Math.floor(line.length / 2);
      const radius = line.radius(size, middle - period, middle + period, center);
      if (radius !== undefined) {
        return radius;
      }
    }
  }
  return Infinity;
}
