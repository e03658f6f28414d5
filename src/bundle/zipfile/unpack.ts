import { Inflate } from 'fflate';
import type { RangeReader } from '../../tensor/ranges';
import type { Take } from '../source';
import { crc32 } from './crc32';
import { decodeName } from './cp437';
import { flagBits } from './directory';
import type { ZipInfo } from './directory';
import { methodName } from './methods';
import { Refusal } from './refusal';

/** Of what stands before a file's data, without its name. */
export const headSize = 30;
/** How much is asked for at once: a server is asked seldom, and memory stays small. */
const piece = 4 * 2 ** 20;
/** A byte may unpack to a thousand, so little is unpacked at a time. */
const morsel = 16 * 2 ** 10;

/**
 * Unpacks one file to the letter as Python's zipfile does: at most `size` bytes, whose checksum must be right; what follows
 * the data is not looked at. Gives the number of bytes. Throws `Refusal` where Python raises an error.
 */
export async function unpackEntry(
  ranges: RangeReader,
  info: ZipInfo,
  take: Take,
  signal?: AbortSignal
): Promise<number> {
  const start = await dataStart(ranges, info, signal);
  const sum = new Checked(info, take);
  switch (info.method) {
    case 0:
      await store(ranges, info, start, sum, signal);
      break;
    case 8:
      await inflate(ranges, info, start, sum, signal);
      break;
    case 12: {
      const { unpackBzip2 } = await import(/* webpackChunkName: "bzip2" */ './bzip2');
      unpackBzip2(await packedBytes(ranges, info, start, signal), part => sum.add(part));
      break;
    }
    case 14: {
      const { unpackLzma } = await import(/* webpackChunkName: "lzma" */ './lzma');
      sum.add(unpackLzma(await packedBytes(ranges, info, start, signal), info.size));
      break;
    }
    default:
      throw new Refusal(`it is packed with ${methodName(info.method)}`);
  }
  return sum.end();
}

/** Lets at most as many bytes through as were announced. */
class Checked {
  private length = 0;
  private crc = 0;

  constructor(
    private readonly info: ZipInfo,
    private readonly take: Take
  ) {}

  /** Whether more is wanted. */
  add(part: Uint8Array): boolean {
    const wanted = part.subarray(0, this.info.size - this.length);
    if (wanted.length > 0) {
      this.crc = crc32(wanted, this.crc);
      this.length += wanted.length;
      this.take(wanted);
    }
    return this.length < this.info.size;
  }

  end(): number {
    if (this.crc !== this.info.crc) {
      throw new Refusal('its checksum is wrong');
    }
    return this.length;
  }
}

/** Reads the head before the data, which must agree with the list of files, and gives where the data start. */
async function dataStart(ranges: RangeReader, info: ZipInfo, signal?: AbortSignal): Promise<number> {
  const length = await ranges.size(signal);
  const { offset, flags } = info;
  if (offset < 0 || offset + headSize > length) {
    throw new Refusal('its place is said to be outside of the zip');
  }
  const head = await ranges.read(offset, headSize, signal);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (view.getUint32(0, true) !== 0x04034b50) {
    throw new Refusal('there is no file at the place where it is said to be');
  }
  const nameStart = offset + headSize;
  const nameSize = view.getUint16(26, true);
  const name = await ranges.read(nameStart, Math.max(0, Math.min(nameSize, length - nameStart)), signal);
  if (flags & flagBits.patch) {
    throw new Refusal('it is a patch of another file');
  }
  if (flags & flagBits.strong) {
    throw new Refusal('it is protected by a password');
  }
  if (decodeName(name, (view.getUint16(6, true) & flagBits.utf8) !== 0) !== info.written) {
    throw new Refusal('it has another name before its data than in the list of files');
  }
  if (flags & flagBits.encrypted) {
    throw new Refusal('it is protected by a password');
  }
  return nameStart + nameSize + view.getUint16(28, true);
}

/** The packed bytes piece by piece, until `feed` wants no more, or the zip ends: then what is missing is noticed later. */
async function pieces(
  ranges: RangeReader,
  { packedSize }: ZipInfo,
  start: number,
  feed: (part: Uint8Array) => boolean,
  signal?: AbortSignal
): Promise<void> {
  const length = await ranges.size(signal);
  for (let done = 0; done < packedSize;) {
    signal?.throwIfAborted();
    const wanted = Math.min(piece, packedSize - done, length - start - done);
    if (wanted <= 0) {
      return;
    }
    const part = await ranges.read(start + done, wanted, signal);
    if (!feed(part)) {
      return;
    }
    done += wanted;
  }
}

function store(ranges: RangeReader, info: ZipInfo, start: number, sum: Checked, signal?: AbortSignal): Promise<void> {
  return pieces(ranges, info, start, part => sum.add(part), signal);
}

async function inflate(
  ranges: RangeReader,
  info: ZipInfo,
  start: number,
  sum: Checked,
  signal?: AbortSignal
): Promise<void> {
  let more = true;
  const unpacker = new Inflate(part => (more = sum.add(part) && more));
  const push = (part: Uint8Array): boolean => {
    for (let at = 0; at < part.length && more; at += morsel) {
      try {
        unpacker.push(part.subarray(at, at + morsel));
      } catch {
        throw new Refusal('its compressed data are damaged');
      }
    }
    return more;
  };
  await pieces(ranges, info, start, push, signal);
}

/** All of them; rarely used methods are not unpacked in a stream. */
async function packedBytes(
  ranges: RangeReader,
  info: ZipInfo,
  start: number,
  signal?: AbortSignal
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  await pieces(ranges, info, start, part => parts.push(part) > 0, signal);
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
