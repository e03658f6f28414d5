import { gunzipSync, unzlibSync } from 'fflate';
import type { registry as Registry } from 'zarrita';
import { sizeOf } from '../../tensor/create';
import { lookup } from '../../tensor/lookup';
import { unpackZstd } from '../zstd';
import { unpackBlosc } from './blosc';
import { unpackLz4 } from './lz4';

type Unpack = (bytes: Uint8Array, size: number) => Uint8Array;

const into =
  (unpack: (bytes: Uint8Array, out: Uint8Array) => number): Unpack =>
  (bytes, size) => {
    const out = new Uint8Array(size);
    return out.subarray(0, unpack(bytes, out));
  };

const unpackers: Readonly<Record<string, Unpack>> = {
  blosc: unpackBlosc,
  zstd: into(unpackZstd),
  gzip: into((bytes, out) => gunzipSync(bytes, { out }).length),
  zlib: into((bytes, out) => unzlibSync(bytes, { out }).length),
  // numcodecs writes the length before the block.
  lz4: into((bytes, out) => unpackLz4(bytes.subarray(4), out))
};

const widths: Readonly<Record<string, number>> = { bool: 1, int8: 1, uint8: 1, int16: 2, uint16: 2, float16: 2, int32: 4, uint32: 4, float32: 4 }; // prettier-ignore

/**
 * Zarr's usual packings, each of which writes no more than a chunk holds: a small file can claim any size, and those
 * that zarrita brings (1.4 MB of WebAssembly) take it by its word.
 */
export function boundCodecs(registry: typeof Registry): void {
  for (const [name, unpack] of Object.entries(unpackers)) {
    const entry = () =>
      Promise.resolve({
        kind: 'bytes_to_bytes' as const,
        fromConfig: (_: unknown, { dataType, shape }: { dataType: string; shape: number[] }) => ({
          kind: 'bytes_to_bytes' as const,
          encode: (): never => {
            throw new Error('Images are only read.');
          },
          // A checksum may stand behind the numbers.
          decode: (bytes: Uint8Array) => unpack(bytes, sizeOf(shape) * (lookup(widths, dataType) ?? 8) + 4)
        })
      });
    registry.set(name, entry);
    registry.set(`numcodecs.${name}`, entry);
  }
}
