import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { FilePart, FileTree } from '../../image/zarr/tree';

/** A folder on the disk, whose files are opened for as long as they are read. */
export function folderTree(folder: string): FileTree {
  return {
    read: async (path, part, signal) => {
      signal?.throwIfAborted();
      // The paths come from a file: none leads out of the folder.
      if (path.split(/[/\\]/).includes('..')) {
        return undefined;
      }
      const file = await open(join(folder, path), 'r').catch((error: unknown) => {
        if (isAbsent(error)) {
          return null;
        }
        throw error;
      });
      try {
        const found = await file?.stat();
        return file && found?.isFile() ? await readPart(file, found.size, part) : undefined;
      } finally {
        await file?.close();
      }
    }
  };
}

function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(code);
}

/** As far as the file goes. */
async function readPart(
  file: Awaited<ReturnType<typeof open>>,
  size: number,
  part: FilePart = { offset: 0, length: size }
): Promise<Uint8Array> {
  const start = 'last' in part ? Math.max(0, size - part.last) : Math.min(part.offset, size);
  const bytes = new Uint8Array('last' in part ? size - start : Math.min(part.length, size - start));
  let filled = 0;
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled);
    if (bytesRead === 0) {
      break;
    }
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
