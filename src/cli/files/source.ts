import { createReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { folderSource } from '../../bundle/folder';
import type { FolderFile } from '../../bundle/folder';
import { limits } from '../../bundle/limits';
import type { RangeReader } from '../../tensor/ranges';
import type { FileSource, Take } from '../../bundle/source';
import { SourceError } from '../../bundle/source';
import { zipSource } from '../../bundle/zip';
import { fileProblem } from './errors';

/** The bundle at a path: a zip, a folder, or a description (.yaml) among its files. Throws `SourceError`. */
export async function openPath(path: string): Promise<FileSource> {
  const found = await stat(path).catch((error: unknown) => {
    throw new SourceError('not-found', fileProblem(path, error), { cause: error });
  });
  if (found.isDirectory()) {
    return nodeFolderSource(path);
  }
  if (/\.ya?ml$/i.test(path)) {
    return nodeFolderSource(dirname(path), { name: path, description: basename(path) });
  }
  return fileZipSource(path);
}

/** A zip on disk, read by ranges: it is never in memory as a whole. */
function fileZipSource(path: string): FileSource {
  return zipSource(fileReader(path), path);
}

export function fileReader(path: string): RangeReader {
  let opened: Promise<FileHandle> | undefined;
  const handle = (): Promise<FileHandle> => (opened ??= open(path, 'r'));
  return {
    size: async () => (await (await handle()).stat()).size,
    async read(offset, length) {
      const bytes = new Uint8Array(length);
      const file = await handle();
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
        if (bytesRead === 0) {
          break;
        }
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    },
    async close() {
      await (await opened)?.close();
      opened = undefined;
    }
  };
}

/** A folder on disk, with all folders in it. */
function nodeFolderSource(path: string, options: { name?: string; description?: string } = {}): FileSource {
  const { name = path, ...rest } = options;
  let note: string | undefined;
  const list = async (signal?: AbortSignal): Promise<FolderFile[]> => {
    const { files, isWhole } = await listFolder(path, signal);
    note = isWhole
      ? undefined
      : `${path} holds more than ${limits.files} files, and no more were looked at: descriptions and weights first, ` +
        'then the others of the outermost folder. Move the bundle’s own files into a folder of their own if one is missed.';
    return files;
  };
  return { ...folderSource(list, name, rest), note: () => note };
}

/** Kinds of files that bundles are made of, in the order in which they count; where there are too many, others are left. */
const wanted = [/\.ya?ml$/i, /\.(onnx|keras|h5|hdf5|pt|pth|pb|safetensors)$/i, /\.(npy|npz|md|py|txt|zip)$/i];

function rank(name: string): number {
  const found = wanted.findIndex(kind => kind.test(name));
  return found < 0 ? wanted.length : found;
}

/**
 * Folder by folder, the outer files first. Stops at the largest number of files that a bundle may have: someone may well
 * point at a description in the middle of a home folder.
 */
async function listFolder(root: string, signal?: AbortSignal): Promise<{ files: FolderFile[]; isWhole: boolean }> {
  const files: FolderFile[] = [];
  let isWhole = true;
  const waiting = [''];
  // What is put behind on the way is walked through as well.
  for (const folder of waiting) {
    signal?.throwIfAborted();
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
      if (folder === '') {
        throw new SourceError('not-found', fileProblem(root, error), { cause: error });
      }
      return [];
    });
    entries.sort((one, other) => rank(one.name) - rank(other.name));
    for (const entry of entries) {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        waiting.push(name);
      } else if (files.length >= limits.files) {
        isWhole = false;
        break;
      } else if (isOrdinary(name)) {
        files.push(...(await folderFile(root, name)));
      }
    }
    if (!isWhole) {
      break;
    }
  }
  return { files, isWhole };
}

/** On disk a name may hold what has no place in a bundle; such a file cannot be named by a description anyway. */
function isOrdinary(name: string): boolean {
  return !/[\\\p{Cc}]/u.test(name) && name.length <= limits.path;
}

/** Links to files are followed (download caches are made of them); pipes and devices are left out. */
async function folderFile(root: string, name: string): Promise<FolderFile[]> {
  const path = join(root, name);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) {
    return [];
  }
  const { size } = found;
  const explained = async <T>(reading: Promise<T>, signal?: AbortSignal): Promise<T> =>
    reading.catch((error: unknown) => {
      signal?.throwIfAborted();
      throw error instanceof SourceError
        ? error
        : new SourceError('damaged', fileProblem(path, error), { cause: error });
    });
  const read = async (signal?: AbortSignal): Promise<Uint8Array> => {
    const { buffer, byteOffset, byteLength } = await readFile(path, { signal });
    // Plain bytes over the same memory: a network may have gigabytes, and a Buffer's slice() is no copy.
    return new Uint8Array(buffer, byteOffset, byteLength);
  };
  return [
    {
      name,
      size,
      read: signal => explained(read(signal), signal),
      stream: (take, signal) => explained(streamFile(path, take, signal), signal)
    }
  ];
}

/** To its end, whatever size it is said to have: those of a system's own folders say 0. */
async function streamFile(path: string, take: Take, signal?: AbortSignal): Promise<void> {
  for await (const part of createReadStream(path, { highWaterMark: 2 ** 22, ...(signal && { signal }) })) {
    take(part as Uint8Array);
  }
}
