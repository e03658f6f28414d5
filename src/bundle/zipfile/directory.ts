import { limits } from '../limits';
import type { RangeReader } from '../../tensor/ranges';
import { SourceError } from '../source';
import { decodeName } from './cp437';
import { findDirectory } from './end';
import { Refusal } from './refusal';

/** One file in a zip's list of files, as Python's zipfile reads it (`ZipInfo`). */
export interface ZipInfo {
  /** Up to a NUL, where there is one. */
  readonly name: string;
  /** As it was written, to be compared with the head before the data. */
  readonly written: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  /** Of the head before the data; a damaged one may be anywhere, negative too. */
  readonly offset: number;
  /** Unix mode, where a Unix made the zip. */
  readonly mode: number | null;
}

const headSize = 46;
/** The newest version of the format that zipfile reads (`MAX_EXTRACT_VERSION`). */
const newestVersion = 63;

export const flagBits = { encrypted: 0x1, patch: 0x20, strong: 0x40, utf8: 0x800 } as const;

/**
 * The list of files of a zip, to the letter as bioimageio.core reads it: by Python's zipfile. `null` where Python finds no
 * zip at all. Throws `Refusal` where it raises an error, `SourceError` where the list is too long to be read.
 */
export async function readDirectory(
  ranges: RangeReader,
  bundle: string,
  signal?: AbortSignal
): Promise<ZipInfo[] | null> {
  const place = await findDirectory(ranges, signal);
  if (!place) {
    return null;
  }
  if (place.size > limits.directory) {
    throw new SourceError('too-many', `The list of files of “${bundle}” is too long. It was not opened.`);
  }
  const bytes = await ranges.read(place.start, place.size, signal);
  const found: ZipInfo[] = [];
  let at = 0;
  while (at < place.size) {
    const { info, next } = readInfo(bytes, at, place.shift);
    found.push(info);
    at = next;
    if (found.length > 2 * limits.files) {
      break;
    }
  }
  return found;
}

function readInfo(bytes: Uint8Array, at: number, shift: number): { readonly info: ZipInfo; readonly next: number } {
  if (at + headSize > bytes.length) {
    throw new Refusal('the list of files at its end is cut short');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, bytes.byteLength - at);
  const u16 = (offset: number): number => view.getUint16(offset, true);
  const u32 = (offset: number): number => view.getUint32(offset, true);
  if (u32(0) !== 0x02014b50) {
    throw new Refusal('the list of files at its end is damaged');
  }
  const nameEnd = headSize + u16(28);
  const extraEnd = nameEnd + u16(30);
  const rest = bytes.subarray(at);
  const written = decodeName(rest.subarray(headSize, nameEnd), (u16(8) & flagBits.utf8) !== 0);
  if (written === null) {
    throw new Refusal('the name of one of its files is said to be UTF-8 and is not');
  }
  if (bytes[at + 6] > newestVersion) {
    throw new Refusal(
      `it needs version ${bytes[at + 6] / 10} of the zip format, which is newer than what the zoo reads`
    );
  }
  const said = { size: u32(24), packedSize: u32(20), offset: u32(42) };
  const { size, packedSize, offset } = widened(said, rest.subarray(nameEnd, extraEnd));
  const mode = bytes[at + 5] === 3 ? u32(38) >>> 16 : null;
  const name = written.split('\0', 1)[0];
  const info = {
    name,
    written,
    flags: u16(8),
    method: u16(10),
    crc: u32(16),
    size,
    packedSize,
    offset: offset + shift,
    mode
  };
  return { info, next: at + extraEnd + u16(32) };
}

interface Sizes {
  readonly size: number;
  readonly packedSize: number;
  readonly offset: number;
}

/** Sizes beyond 4 GB stand in an extra field (zip64), those that are needed only, in this order. */
function widened(said: Sizes, extra: Uint8Array): Sizes {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  let found = said;
  for (let at = 0; at + 4 <= extra.length;) {
    const end = at + 4 + view.getUint16(at + 2, true);
    if (end > extra.length) {
      throw new Refusal('the extra fields of one of its files are damaged');
    }
    if (view.getUint16(at, true) === 1) {
      found = wideSizes(found, view, at + 4, end);
    }
    at = end;
  }
  return found;
}

function wideSizes(said: Sizes, view: DataView, from: number, end: number): Sizes {
  const found = { ...said };
  let at = from;
  for (const key of ['size', 'packedSize', 'offset'] as const) {
    if (found[key] === 0xffffffff) {
      if (at + 8 > end) {
        throw new Refusal('the sizes of one of its files are damaged');
      }
      found[key] = Number(view.getBigUint64(at, true));
      at += 8;
    }
  }
  return found;
}
