import { blockReader } from '../../tensor/ranges';
import type { RangeReader } from '../../tensor/ranges';
import { ImageError } from '../source';

/** A tag of a directory: where its values lie in the file, not the values themselves. */
export interface Tag {
  readonly type: number;
  readonly count: number;
  /** Byte of the first value. */
  readonly at: number;
  /** The first value, where it stands in the directory itself: most pages need no others. */
  readonly first?: number;
}

/** A directory (IFD) of a TIFF: the description of one page. */
export interface Directory {
  readonly offset: number;
  readonly tags: ReadonlyMap<number, Tag>;
  /** Byte of the next directory; 0 after the last one. */
  readonly next: number;
}

/** The head of a TIFF or BigTIFF, and its bytes. */
export interface TiffFile {
  /** For pixels: as the caller gave it. */
  readonly pixels: RangeReader;
  /** For directories: joins small reads. */
  readonly small: RangeReader;
  readonly size: number;
  readonly little: boolean;
  readonly big: boolean;
  readonly first: number;
}

/** Bytes of one value, by the type that a tag gives. */
const widths: ReadonlyMap<number, number> = new Map([[1, 1], [2, 1], [3, 2], [4, 4], [5, 8], [6, 1], [7, 1], [8, 2], [9, 4], [10, 8], [11, 4], [12, 8], [13, 4], [16, 8], [17, 8], [18, 8]]); // prettier-ignore

/** More tags than any page has; tifffile stops there, too. */
const mostTags = 4096;
/** Values of one tag: a page of a million pixels a side in tiles of 256 has 15 million. */
const mostValues = 2 ** 24;

export function damaged(what: string, cause?: unknown): ImageError {
  return new ImageError(
    'damaged',
    `This TIFF is damaged or was not copied whole: ${what}. Save or copy it again.`,
    cause === undefined ? undefined : { cause }
  );
}

/** Reads the head. Rejects with `ImageError` where this is no TIFF. */
export async function openFile(reader: RangeReader, signal?: AbortSignal): Promise<TiffFile> {
  const size = await reader.size(signal);
  // Directories often lie between the pixels: small blocks, so that a thousand pages do not read the whole file.
  const small = blockReader(reader, 4096, 256);
  if (size < 8) {
    throw damaged('it ends within its head');
  }
  const head = viewOf(await small.read(0, Math.min(16, size), signal));
  const little = head.getUint16(0) === 0x4949;
  const big = head.getUint16(2, little) === 43;
  if (big && (head.byteLength < 16 || head.getUint16(4, little) !== 8)) {
    throw damaged('the head of this BigTIFF cannot be right');
  }
  const first = big ? Number(head.getBigUint64(8, little)) : head.getUint32(4, little);
  return { pixels: reader, small, size, little, big, first };
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Exactly `length` bytes for a directory. Rejects where the file ends before. */
async function bytesAt(file: TiffFile, at: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
  if (!(at >= 0 && at + length <= file.size)) {
    throw damaged('part of the description of a page lies behind the end of the file');
  }
  const bytes = await file.small.read(at, length, signal);
  if (bytes.length < length) {
    throw damaged('the file ends within the description of a page');
  }
  return bytes;
}

/** Reads the directory at a byte: tags and where they point, no values. */
export async function readDirectory(file: TiffFile, offset: number, signal?: AbortSignal): Promise<Directory> {
  const { little, big } = file;
  const [countBytes, entryBytes, offsetBytes] = big ? [8, 20, 8] : [2, 12, 4];
  const head = viewOf(await bytesAt(file, offset, countBytes, signal));
  const count = big ? Number(head.getBigUint64(0, little)) : head.getUint16(0, little);
  if (count === 0 || count > mostTags) {
    throw damaged(`the description of a page claims ${count} entries`);
  }
  const start = offset + countBytes;
  const view = viewOf(await bytesAt(file, start, count * entryBytes + offsetBytes, signal));
  const tags = new Map<number, Tag>();
  for (let entry = 0; entry < count; entry++) {
    const from = entry * entryBytes;
    const type = view.getUint16(from + 2, little);
    const length = big ? Number(view.getBigUint64(from + 4, little)) : view.getUint32(from + 4, little);
    const value = from + 4 + (big ? 8 : 4);
    const bytes = (widths.get(type) ?? 1) * length;
    const pointer = big ? Number(view.getBigUint64(value, little)) : view.getUint32(value, little);
    const number = view.getUint16(from, little);
    if (!tags.has(number)) {
      const inside = bytes <= offsetBytes;
      const known = inside && length > 0 && widths.has(type);
      const at = inside ? start + value : pointer;
      tags.set(number, { type, count: length, at, ...(known ? { first: numberAt(view, value, type, little) } : {}) });
    }
  }
  const end = count * entryBytes;
  return { offset, tags, next: big ? Number(view.getBigUint64(end, little)) : view.getUint32(end, little) };
}

/** The numbers of a tag (fractions as quotients); none where the page does not have it. */
export async function numbersOf(
  file: TiffFile,
  directory: Directory,
  number: number,
  signal?: AbortSignal
): Promise<number[]> {
  const tag = directory.tags.get(number);
  if (!tag) {
    return [];
  }
  const width = widths.get(tag.type);
  if (width === undefined || tag.count > mostValues) {
    throw damaged(`the entry ${number} of a page claims ${tag.count} values of the type ${tag.type}`);
  }
  const view = viewOf(await bytesAt(file, tag.at, tag.count * width, signal));
  return Array.from({ length: tag.count }, (_, index) => numberAt(view, index * width, tag.type, file.little));
}

function numberAt(view: DataView, at: number, type: number, little: boolean): number {
  switch (type) {
    case 3:
      return view.getUint16(at, little);
    case 4:
    case 13:
      return view.getUint32(at, little);
    case 5:
      return view.getUint32(at, little) / view.getUint32(at + 4, little);
    case 6:
      return view.getInt8(at);
    case 8:
      return view.getInt16(at, little);
    case 9:
      return view.getInt32(at, little);
    case 10:
      return view.getInt32(at, little) / view.getInt32(at + 4, little);
    case 11:
      return view.getFloat32(at, little);
    case 12:
      return view.getFloat64(at, little);
    case 16:
    case 18:
      return Number(view.getBigUint64(at, little));
    case 17:
      return Number(view.getBigInt64(at, little));
    default:
      return view.getUint8(at);
  }
}

/** The first number of a tag, or what is meant where there is none. */
export async function numberOf(
  file: TiffFile,
  directory: Directory,
  number: number,
  otherwise: number,
  signal?: AbortSignal
): Promise<number> {
  const tag = directory.tags.get(number);
  if (!tag || tag.count === 0) {
    return otherwise;
  }
  if (tag.first !== undefined) {
    return tag.first;
  }
  const one = { ...directory, tags: new Map([[number, { ...tag, count: 1 }]]) };
  return (await numbersOf(file, one, number, signal))[0];
}

/** The bytes of a tag of text or of any bytes, at most `most` of them; `undefined` where there is none. */
export async function tagBytes(
  file: TiffFile,
  directory: Directory,
  number: number,
  most: number,
  signal?: AbortSignal
): Promise<Uint8Array | undefined> {
  const tag = directory.tags.get(number);
  if (!tag) {
    return undefined;
  }
  const length = tag.count * (widths.get(tag.type) ?? 1);
  return length > most ? undefined : bytesAt(file, tag.at, length, signal);
}

/** The text of a tag, without the zeros behind it. */
export async function textOf(
  file: TiffFile,
  directory: Directory,
  number: number,
  most: number,
  signal?: AbortSignal
): Promise<string | undefined> {
  const bytes = await tagBytes(file, directory, number, most, signal);
  return bytes && new TextDecoder().decode(bytes).replace(/\0[\s\S]*$/, '');
}
