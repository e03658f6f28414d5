import { ExportError } from '../errors';

/** How far a network looks along one axis, in input pixels. */
export interface AxisExtent {
  /** Sizes must be multiples of it: the total down-sampling. */
  readonly step: number;
  /** Pixels on either side of an output pixel that it depends on. */
  readonly radius: number;
}

/** Sizes of one axis as the model description states them. */
export interface AxisPlan {
  /** Of the input: `size = min + n * step`, or one fixed size. */
  readonly size: number | { readonly min: number; readonly step: number };
  /** Output pixels at each border that a tile's neighbours would change; 0 for none. */
  readonly halo: number;
  /** Output pixels for each input pixel. */
  readonly perPixel: number;
}

/**
 * Size and halo of a spatial axis.
 *
 * The halo is the network's radius rounded up to whole steps of the input, counted in pixels of the output. The smallest
 * size leaves one step that no border touches; it is a multiple of the step, which deepImageJ needs. Both shrink, in whole
 * steps, where the test image is smaller, since the test image must have a size that the description allows.
 * `length` is the test image's size in pixels. Throws `ExportError` where the network cannot take it, or where a step is
 * no whole number of output pixels.
 */
export function planAxis(length: number, extent: AxisExtent, free: boolean, perPixel = 1): AxisPlan {
  const { step } = extent;
  if (length < step || length % step !== 0) {
    throw new ExportError(
      'shape',
      `The test image has ${length} pixels along an axis, but the network takes multiples of ${step} only. ` +
        'Choose another crop.',
      { length, step }
    );
  }
  if (!Number.isInteger(step * perPixel)) {
    throw new ExportError(
      'shape',
      `The network takes multiples of ${step} pixels but gives ${perPixel} for each, which is no whole number. ` +
        'Its files and its weights do not fit together.',
      { step, perPixel }
    );
  }
  const wanted = Math.ceil(extent.radius / step) * step;
  const halo = Math.min(wanted, Math.floor((length - step) / 2 / step) * step);
  return { size: free ? { min: 2 * halo + step, step } : length, halo: halo * perPixel, perPixel };
}
