import { sizeAfter } from '../processing/shape';
import type { ModelDescription } from '../spec/model';
import { letterOf } from './images/letters';
import type { Cut } from './tiles/plan';
import { lengthOf } from './tiles/stitch';

/** One axis of an output, behind its postprocessing. */
export interface FinalAxis {
  /** Place in the output. */
  readonly at: number;
  readonly letter: string;
  /** Pixels for one of the image. */
  readonly scale: number;
  /** Pixels that belong to the image; the rest is its continuation. */
  readonly size: number;
}

/** The axes of an output along which images are cut. */
export function scalesOf(index: number, cuts: readonly Cut[], { outputs }: ModelDescription): FinalAxis[] {
  const { axes, operations } = outputs[index];
  return cuts.flatMap(({ way, image, outputs: spans }) => {
    const own = way.outputs[index];
    const length = spans[index] ? lengthOf(spans[index]) : 0;
    if (!own || length === 0) {
      return [];
    }
    // Objects that are found on a coarser grid are drawn in the image's own pixels.
    const factor = (sizeAfter(operations, axes[own.at], length) ?? length) / length;
    const size = Math.ceil((image * own.scale + own.offset) * factor);
    return [{ at: own.at, letter: letterOf(axes[own.at]), scale: own.scale * factor, size }];
  });
}

/** Sizes by place. */
export function finalSizes(axes: readonly FinalAxis[]): Map<number, number> {
  return new Map(axes.map(({ at, size }) => [at, size]));
}
