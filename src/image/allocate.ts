import { arrayOf, bytesPerElement } from '../tensor/dtype';
import { formatShape, sizeOf } from '../tensor/create';
import type { Tensor } from '../tensor/tensor';
import type { ImageInfo, Part } from './source';
import { ImageError } from './source';

/** Zeros for a region; rejects by a sentence what this machine has no memory for. */
export function allocate(dtype: Tensor['dtype'], shape: readonly number[]): Tensor {
  try {
    return { dtype, shape, data: arrayOf(dtype, sizeOf(shape)) };
  } catch (cause) {
    const gigabytes = (sizeOf(shape) * bytesPerElement(dtype)) / 2 ** 30;
    throw new ImageError(
      'no-memory',
      `${formatShape(shape)} pixels (${gigabytes.toFixed(1)} GB as ${dtype}) do not fit into the memory that is left. ` +
        'Cut the image smaller, or run it on the command line, where it is read in tiles.',
      { cause }
    );
  }
}

/** The whole image where no region is given; throws where a region lies outside. */
export function regionOf(info: Pick<ImageInfo, 'axes'>, region?: readonly Part[]): readonly Part[] {
  const whole = info.axes.map(({ size }) => ({ start: 0, length: size }));
  if (!region) {
    return whole;
  }
  const fits =
    region.length === whole.length &&
    region.every(({ start, length }, axis) => start >= 0 && length >= 0 && start + length <= whole[axis].length);
  if (!fits) {
    throw new RangeError('This region does not lie within the image.');
  }
  return region;
}
