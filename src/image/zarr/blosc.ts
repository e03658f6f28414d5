import { unzlibSync } from 'fflate';
import { viewOf } from '../tiff/file';
import { unpackZstd } from '../zstd';
import { unpackLz4 } from './lz4';

const headBytes = 16;
const shuffled = 1;
const copied = 2;
const bitShuffled = 4;
const whole = 16;

type Unpack = (bytes: Uint8Array, out: Uint8Array) => number;

/** By the number in a chunk's head. 0 is blosclz, 2 snappy: hardly any image is written with them. */
const inner: ReadonlyMap<number, Unpack> = new Map([
  [1, unpackLz4],
  [3, (bytes, out) => unzlibSync(bytes, { out }).length],
  [4, unpackZstd]
]);

/** A way of packing that cannot be read here. */
export class UnknownPacking extends Error {}

/**
 * Unpacks a chunk that Blosc 1 packed (README_CHUNK_FORMAT of c-blosc), which may hold `size` bytes at most. Throws
 * where it cannot be.
 */
export function unpackBlosc(bytes: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const view = viewOf(bytes);
  const flags = view.getUint8(2);
  const width = view.getUint8(3);
  const total = view.getUint32(4, true);
  const blockSize = view.getUint32(8, true);
  if (total > size || (total > 0 && (blockSize === 0 || width === 0))) {
    throw new RangeError(`A chunk of ${size} bytes claims ${total}.`);
  }
  const out = new Uint8Array(total);
  if (flags & copied) {
    out.set(bytes.subarray(headBytes, headBytes + total));
    return out;
  }
  const unpack = inner.get(flags >> 5);
  if (!unpack) {
    throw new UnknownPacking(flags >> 5 === 0 ? 'blosclz' : 'snappy');
  }
  const scratch = new Uint8Array(Math.min(blockSize, total));
  for (let start = 0, number = 0; start < total; start += blockSize, number++) {
    const block = out.subarray(start, Math.min(start + blockSize, total));
    const isShuffled = (flags & (shuffled | bitShuffled)) !== 0 && width > 1;
    const target = isShuffled || flags & bitShuffled ? scratch.subarray(0, block.length) : block;
    const parts = (flags & whole) === 0 && block.length === blockSize ? width : 1;
    unpackParts(bytes, view.getUint32(headBytes + 4 * number, true), parts, target, unpack);
    if (target !== block) {
      (flags & bitShuffled ? unshuffleBits : unshuffle)(target, block, width);
    }
  }
  return out;
}

/** A block is packed whole, or the first bytes of all numbers, then the second ones, and so on, each by itself. */
function unpackParts(bytes: Uint8Array, from: number, parts: number, out: Uint8Array, unpack: Unpack): void {
  const view = viewOf(bytes);
  const length = out.length / parts;
  for (let part = 0, at = from; part < parts; part++) {
    const packed = view.getUint32(at, true);
    const target = out.subarray(part * length, (part + 1) * length);
    const stored = bytes.subarray(at + 4, at + 4 + packed);
    if (packed === length) {
      target.set(stored);
    } else if (unpack(stored, target) !== length) {
      throw new RangeError('A part of a chunk is too short.');
    }
    at += 4 + packed;
  }
}

function unshuffle(from: Uint8Array, to: Uint8Array, width: number): void {
  const count = Math.floor(from.length / width);
  for (let byte = 0; byte < width; byte++) {
    for (let i = 0; i < count; i++) {
      to[i * width + byte] = from[byte * count + i];
    }
  }
  to.set(from.subarray(count * width), count * width);
}

/** Bits of one weight lie together, for eight numbers in a byte. */
function unshuffleBits(from: Uint8Array, to: Uint8Array, width: number): void {
  const count = Math.floor(from.length / width / 8) * 8;
  to.fill(0);
  for (let bit = 0; bit < width * 8; bit++) {
    const plane = (bit * count) / 8;
    for (let i = 0; i < count; i++) {
      to[i * width + (bit >> 3)] |= ((from[plane + (i >> 3)] >> (i & 7)) & 1) << (bit & 7);
    }
  }
  to.set(from.subarray(count * width), count * width);
}
