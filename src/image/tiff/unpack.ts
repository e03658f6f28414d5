import { unzlibSync } from 'fflate';
import { ImageError } from '../source';
import { unpackZstd } from '../zstd';
import { decodeJpeg } from '../jpeg/decode';
import { damaged } from './file';
import { unpackLzw } from './lzw';
import { unpackBits } from './packbits';
import type { Blocks, Page } from './page';
import { samplesPerBlock } from './page';

/** Fills `out` with what a block's bytes unpack to and says how many bytes that is; never writes more. */
type Unpack = (bytes: Uint8Array, out: Uint8Array) => number;

const unpackers: ReadonlyMap<number, Unpack> = new Map([
  [5, unpackLzw],
  [8, (bytes, out) => unzlibSync(bytes, { out }).length],
  [32946, (bytes, out) => unzlibSync(bytes, { out }).length],
  [32773, unpackBits],
  [50000, unpackZstd]
]);

/** JPEG in a TIFF, as the format's second technical note has it. */
const jpeg = 7;

/** How many times smaller than its pixels each compression makes an image at most: a small file can claim any size. */
const ratios: ReadonlyMap<number, number> = new Map([[1, 1], [5, 1400], [7, 4096], [8, 1032], [32946, 1032], [32773, 64], [50000, 44_000]]); // prettier-ignore

const names: ReadonlyMap<number, string> = new Map([
  [2, 'CCITT fax'],
  [3, 'CCITT fax'],
  [4, 'CCITT fax'],
  [6, 'old JPEG'],
  [33003, 'JPEG 2000'],
  [33004, 'JPEG 2000'],
  [33005, 'JPEG 2000'],
  [34712, 'JPEG 2000'],
  [34887, 'LERC'],
  [34892, 'lossy JPEG'],
  [34925, 'LZMA'],
  [34933, 'PNG'],
  [34934, 'JPEG XR'],
  [22610, 'JPEG XR'],
  [50001, 'WebP'],
  [50002, 'JPEG XL']
]);

/** Rejects by a sentence where this compression cannot be read, before any pixel is. */
export function checkCompression({ compression }: Page): void {
  if (compression !== 1 && compression !== jpeg && !unpackers.has(compression)) {
    throw new ImageError(
      'unsupported',
      `This TIFF is compressed with ${names.get(compression) ?? `method ${compression}`}, which cannot be read here. ` +
        'Save it again without compression or with deflate: tifffile.imwrite(new, tifffile.imread(old), compression="zlib").'
    );
  }
}

/** True where so few bytes can hold so many. */
export function isPossible(page: Page, packed: number, unpacked: number): boolean {
  const slack = page.compression === 1 ? 0 : 4096;
  return unpacked <= packed * (ratios.get(page.compression) ?? 1) + slack;
}

/**
 * Unpacks one block into a new array of `size` bytes, of which at least `needed` must be there. `bytes` may be changed.
 */
export function unpackBlock(
  bytes: Uint8Array<ArrayBuffer>,
  page: Page,
  blocks: Blocks,
  needed: number,
  size: number
): Uint8Array<ArrayBuffer> {
  if (!isPossible(page, bytes.length, needed)) {
    throw damaged(`a strip or tile of ${bytes.length} bytes claims to hold ${needed}`);
  }
  if (page.reversed && page.compression !== jpeg) {
    bytes.forEach((byte, index) => {
      bytes[index] = reverseBits(byte);
    });
  }
  const unpack =
    page.compression === jpeg
      ? (packed: Uint8Array, out: Uint8Array) => unpackJpeg(packed, out, page, blocks)
      : unpackers.get(page.compression);
  const out = unpack ? new Uint8Array(size) : bytes;
  const filled = unpack ? attempt(unpack, bytes, out) : bytes.length;
  if (filled < needed) {
    throw damaged(`a strip or tile holds ${filled} bytes, not ${needed}`);
  }
  return out;
}

function attempt(unpack: Unpack, bytes: Uint8Array, out: Uint8Array): number {
  try {
    return unpack(bytes, out);
  } catch (cause) {
    if (cause instanceof ImageError) {
      throw cause;
    }
    throw damaged('one of its strips or tiles cannot be unpacked', cause);
  }
}

/** Colours are as the page says, where it does not contradict the JPEG itself: so libtiff and tifffile take them. */
function unpackJpeg(bytes: Uint8Array, out: Uint8Array, page: Page, { tables }: Blocks): number {
  const colours = page.photometric === 6 ? 'ycbcr' : page.photometric === 2 ? 'tiff' : 'none';
  const { width, height, channels, data } = decodeJpeg(bytes, tables, colours);
  if (width !== page.blockWidth || channels !== samplesPerBlock(page)) {
    throw damaged(`a strip or tile holds ${width} pixels of ${channels} values in a row, not ${page.blockWidth}`);
  }
  const rows = Math.min(height, page.blockHeight);
  out.set(data.subarray(0, rows * width * channels));
  return rows * width * channels;
}

function reverseBits(byte: number): number {
  let [from, to] = [byte, 0];
  for (let bit = 0; bit < 8; bit++) {
    to = (to << 1) | (from & 1);
    from >>= 1;
  }
  return to;
}
