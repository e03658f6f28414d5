import { open, readFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import type { FileTree } from '../../image/zarr/tree';

/** A folder on disk as a tree of files; nothing outside of it is read, whatever a description names. */
export function folderTree(folder: string): FileTree {
  const root = resolve(folder);
  return {
    async read(path, part, signal) {
      const full = resolve(join(root, path));
      if (!full.startsWith(root + sep)) {
        return undefined;
      }
      try {
        return part ? await readPart(full, part) : new Uint8Array(await readFile(full, { signal }));
      } catch (error) {
        if (isAbsent(error)) {
          return undefined;
        }
        throw error;
      }
    }
  };
}

function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}

async function readPart(
  path: string,
  part: { offset: number; length: number } | { last: number }
): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const offset = 'last' in part ? Math.max(0, size - part.last) : Math.min(part.offset, size);
    const length = Math.min('last' in part ? part.last : part.length, size - offset);
    const { buffer } = await file.read(new Uint8Array(length), 0, length, offset);
    return buffer;
  } finally {
    await file.close();
  }
}
