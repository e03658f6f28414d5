import { createTensor } from '../../tensor/create';
import type { RangeReader } from '../../tensor/ranges';
import { pictureSource, wholeFile } from '../png';
import type { ImageSource } from '../source';
import { ImageError } from '../source';
import { decodeJpeg } from './decode';

/** Opens a JPEG: grey as y x, colours as y x c. Rejects with `ImageError`. */
export async function openJpeg(
  reader: RangeReader,
  name: string,
  axes?: string,
  signal?: AbortSignal
): Promise<ImageSource> {
  const { width, height, channels, data } = decodeJpeg(await wholeFile(reader, signal));
  if (channels === 4 || channels === 2) {
    throw new ImageError('unsupported', `“${name}” has the colours of a print (CMYK). Save it in RGB, as PNG or TIFF.`);
  }
  return pictureSource(
    createTensor('uint8', channels === 1 ? [height, width] : [height, width, channels], data),
    name,
    axes,
    ['It is a JPEG, which changes grey levels a little: where there is an original, take that.']
  );
}
