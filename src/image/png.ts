import { decodePng } from '../tensor/png';
import type { Tensor } from '../tensor/tensor';
import type { RangeReader } from '../tensor/ranges';
import { statedAxes } from './axes';
import { memorySource } from './memory';
import { imageError } from './npy';
import type { ImageAxisId, ImageSource } from './source';
import { ImageError } from './source';

/** Pictures are unpacked whole; larger ones are no pictures. */
const largestPicture = 2 ** 30;

/** Opens a PNG: grey as y x, colours as y x c. Rejects with `ImageError`. */
export async function openPng(
  reader: RangeReader,
  name: string,
  axes?: string,
  signal?: AbortSignal
): Promise<ImageSource> {
  const bytes = await wholeFile(reader, signal);
  try {
    return pictureSource(decodePng(bytes), name, axes);
  } catch (error) {
    throw imageError(error);
  }
}

export async function wholeFile(reader: RangeReader, signal?: AbortSignal): Promise<Uint8Array> {
  const size = await reader.size(signal);
  if (size > largestPicture) {
    throw new ImageError('too-large', 'This picture has more than 1 GB. Save it as TIFF, which is read in parts.');
  }
  return reader.read(0, size, signal);
}

/** A picture of shape [y, x] or [y, x, channel]: its axes are certain, its pixel size unknown. */
export function pictureSource(tensor: Tensor, name: string, axes?: string, notes: readonly string[] = []): ImageSource {
  const { shape } = tensor;
  const own: ImageAxisId[] = shape.length === 2 ? ['y', 'x'] : ['y', 'x', 'c'];
  const ids = axes === undefined ? own : statedAxes(axes, shape);
  return memorySource(tensor, {
    name,
    axes: shape.map((size, index) => ({ id: ids[index], size })),
    stated: true,
    ...(shape.length === 3 && shape[2] >= 3 ? { colour: true } : {}),
    notes
  });
}
