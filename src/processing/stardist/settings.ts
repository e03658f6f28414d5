import { numberArgument } from '../arguments';
import type { PlainStep } from '../step';
import { stepError } from '../step';

/** What `stardist_postprocessing` is told (`StardistPostprocessingKwargs2D`), in y, x. */
export interface Settings {
  readonly probThreshold: number;
  readonly nmsThreshold: number;
  readonly grid: readonly [number, number];
  /** Positions of the network's grid at the border whose probability does not count: before and behind, in y and x. */
  readonly border: readonly [Range, Range];
}

type Range = readonly [number, number];

/** Throws `ProcessingError` for settings that are missing or of volumes. */
export function readSettings(step: PlainStep): Settings {
  return {
    probThreshold: numberArgument(step, 'prob_threshold'),
    nmsThreshold: numberArgument(step, 'nms_threshold'),
    grid: readGrid(step),
    border: readBorder(step)
  };
}

function readGrid(step: PlainStep): readonly [number, number] {
  const { grid } = step.kwargs;
  const isGrid = isWholes(grid) && grid.every(size => size >= 1);
  if (!isGrid || grid.length !== 2) {
    throw stepError(
      step,
      'bad-arguments',
      'needs two whole numbers as "grid", for y and x: how many pixels one position of the network’s output stands for.'
    );
  }
  return [grid[0], grid[1]];
}

function readBorder(step: PlainStep): readonly [Range, Range] {
  const { b } = step.kwargs;
  if (typeof b === 'number' && Number.isInteger(b)) {
    return [
      [b, b],
      [b, b]
    ];
  }
  if (Array.isArray(b) && b.length === 2 && b.every((range): range is [number, number] => isRange(range))) {
    return [b[0], b[1]];
  }
  throw stepError(
    step,
    'bad-arguments',
    'needs a whole number as "b", or two for y and two for x: the border of the network’s output in which nothing counts.'
  );
}

function isRange(value: unknown): value is [number, number] {
  return isWholes(value) && value.length === 2;
}

function isWholes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every(item => typeof item === 'number' && Number.isInteger(item));
}
