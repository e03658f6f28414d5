import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { StoredBytes } from '../../convert/file/stored';

/** A file on the disk of which only what is asked for is ever in memory. Close it when done. */
export function openStored(path: string): StoredBytes & { close(): void } {
  const file = openSync(path, 'r');
  return {
    length: fstatSync(file).size,
    read(from, to) {
      const bytes = new Uint8Array(Math.max(0, to - from));
      let filled = 0;
      while (filled < bytes.length) {
        const count = readSync(file, bytes, filled, bytes.length - filled, from + filled);
        if (count === 0) {
          break;
        }
        filled += count;
      }
      return bytes.subarray(0, filled);
    },
    close: () => closeSync(file)
  };
}
