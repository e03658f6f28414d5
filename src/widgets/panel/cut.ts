import type { CropBox } from '../../kernel/protocol';
import type { Picture } from './state';

const starts = { z: 'depth', y: 'height', x: 'width' } as const;

/**
 * What will be cut of the part that was drawn: it begins on the network's grid and has a size that the network takes,
 * as the Python half does it (crop.check). Null where nothing is left of it.
 */
export function cutOf(drawn: CropBox, { axes, shape, grid }: Pick<Picture, 'axes' | 'shape' | 'grid'>): CropBox | null {
  const spatial = axes.filter(isStart);
  if (!grid || spatial.some((_, at) => grid.step[at] === undefined)) {
    return drawn;
  }
  const fitted = spatial.map((start, at) => {
    const side = shape[axes.indexOf(start)] ?? 0;
    const asked = { at: drawn[start] ?? 0, size: drawn[starts[start]] ?? side };
    return [start, fittedAlong(asked, side, grid.step[at] ?? 1, grid.first[at] ?? 0)] as const;
  });
  if (fitted.some(([, { size }]) => size <= 0)) {
    return null;
  }
  return Object.assign({}, drawn, ...fitted.map(([start, { at, size }]) => ({ [start]: at, [starts[start]]: size })));
}

/** Whether both are the same part. */
export function isSameBox(one: CropBox, other: CropBox): boolean {
  return (['y', 'x', 'height', 'width', 'z', 'depth'] as const).every(key => one[key] === other[key]);
}

function isStart(axis: string): axis is keyof typeof starts {
  return Object.hasOwn(starts, axis);
}

function fittedAlong(
  asked: { readonly at: number; readonly size: number },
  side: number,
  step: number,
  offset: number
): { readonly at: number; readonly size: number } {
  const first = offset + step <= side ? offset : 0;
  const size = Math.floor(asked.size / step) * step;
  const at = first + Math.floor(Math.max(asked.at - first, 0) / step) * step;
  // One that begins before the grid does is moved inwards, and may then end outside.
  return { at, size: at + size > side ? size - step : size };
}
