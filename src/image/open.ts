import type { RangeReader } from '../tensor/ranges';
import { kindOf, vendorMessage, vendorOf } from './kinds';
import { openJpeg } from './jpeg/open';
import { openNpy } from './npy';
import { openPng } from './png';
import type { ImageSource } from './source';
import { ImageError } from './source';
import { openTiff } from './tiff/open';

export interface OpenOptions {
  /** Letters of the axes in the order of the sizes (`t c z y x`, `s` for colours, `q` for any other), against what the file says. */
  readonly axes?: string;
  readonly signal?: AbortSignal;
}

/** As many bytes tell what a file is. */
const headBytes = 16;

/**
 * Opens a file of an image: TIFF, PNG, JPEG or .npy, told apart by its first bytes; the name is for messages and for
 * what the bytes do not tell. Rejects with an `ImageError` whose message says what to do, or with the signal's reason.
 */
export async function openImage(reader: RangeReader, name: string, options: OpenOptions = {}): Promise<ImageSource> {
  const { axes, signal } = options;
  const size = await reader.size(signal);
  if (size === 0) {
    throw new ImageError('damaged', `“${name}” is empty: it was not copied or saved whole. Save or copy it again.`);
  }
  const head = await reader.read(0, Math.min(headBytes, size), signal);
  switch (kindOf(head)) {
    case 'tiff':
      return openTiff(reader, name, axes, signal);
    case 'png':
      return openPng(reader, name, axes, signal);
    case 'jpeg':
      return openJpeg(reader, name, axes, signal);
    case 'npy':
      return openNpy(reader, name, axes, signal);
    case 'zip':
      throw new ImageError('unsupported', zipMessage(name));
    default:
      throw unknown(head, name);
  }
}

function zipMessage(name: string): string {
  return /\.(zarr\.zip|ozx)$/i.test(name)
    ? `“${name}” is an OME-Zarr in a zip, which is not opened here. Unpack it and open the folder.`
    : `“${name}” is a zip, no image. Unpack it and open the images in it.`;
}

function unknown(head: Uint8Array, name: string): ImageError {
  const vendor = vendorOf(head, name);
  return vendor
    ? new ImageError('unsupported', vendorMessage(name, vendor))
    : new ImageError(
        'not-an-image',
        `“${name}” is no image that can be opened here. TIFF, OME-Zarr, PNG, JPEG and .npy can; save it as one of them.`
      );
}
