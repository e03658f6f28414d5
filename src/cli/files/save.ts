import type { FileHandle } from 'node:fs/promises';
import { open, rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { finished, newPart, removePart, sweepParts } from './parts';
import { keptMode, placeOf } from './place';
import type { Input } from './place';
import { SaveError } from './errors';

export { SaveError };

/** A file that is being written beside its place under another name, until it is whole. */
interface Saving {
  /** Writes everything, then moves the file into place; an older one is replaced only then. Gives the size in bytes. */
  finish(content: ReadableStream<Uint8Array>, signal?: AbortSignal): Promise<number>;
  /** Removes what was written; harmless once it is finished. */
  discard(): Promise<void>;
}

/**
 * Makes sure, before any long work, that a file can be written at `path`, and begins it under a temporary name.
 * Throws `SaveError` where the folder is missing or cannot be written, where `path` is no place for a file, or one of the
 * `inputs` under whatever name. A link stays: what it leads to is replaced.
 */
export async function beginSaving(path: string, inputs: readonly Input[] = []): Promise<Saving> {
  const place = await placeOf(path, inputs);
  await sweepParts(dirname(place));
  const temporary = newPart(dirname(place));
  const handle = await open(temporary, 'wx').catch((error: unknown) => {
    finished(temporary);
    throw new SaveError(sentence(path, error), { cause: error });
  });
  const discard = async (): Promise<void> => {
    await handle.close().catch(() => undefined);
    await removePart(temporary);
  };
  return {
    discard,
    finish: async (content, signal) => {
      try {
        const size = await writeAll(handle, content, signal);
        await moveInto(place, path, temporary, handle);
        return size;
      } catch (error) {
        await discard();
        throw isSystem(error) ? new SaveError(sentence(path, error), { cause: error }) : error;
      }
    }
  };
}

/** Who may read and write an older file may read and write the new one. */
async function moveInto(place: string, path: string, temporary: string, handle: FileHandle): Promise<void> {
  const mode = await keptMode(place, path);
  if (mode !== undefined) {
    await handle.chmod(mode);
  }
  // On the disk before it takes the name: a machine that loses power must not leave an empty file in its place.
  await handle.sync();
  await handle.close();
  await rename(temporary, place);
  finished(temporary);
}

/** Writes a stream from the beginning of an open file. Gives the size in bytes. */
export async function writeAll(
  handle: FileHandle,
  content: ReadableStream<Uint8Array>,
  signal?: AbortSignal
): Promise<number> {
  const reader = content.getReader();
  let size = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      signal?.throwIfAborted();
      for (let start = 0; start < part.value.length;) {
        const { bytesWritten } = await handle.write(part.value, start);
        start += bytesWritten;
      }
      size += part.value.length;
    }
    signal?.throwIfAborted();
  } catch (error) {
    await reader.cancel(error).catch(() => undefined);
    throw error;
  }
  return size;
}

function isSystem(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}

/** Why a file could not be written and what to do. */
export function sentence(path: string, error: unknown): string {
  const code = isSystem(error) ? error.code : undefined;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk is full: ${path} was not written. Make room, or choose another --output.`;
    case 'EACCES':
    case 'EPERM':
      return `${dirname(path)} may not be written by you. Choose another --output.`;
    case 'EROFS':
      return `${dirname(path)} is read-only. Choose another --output.`;
    case 'EFBIG':
      return `${path} would be larger than its file system allows. Choose another --output.`;
    case 'ENAMETOOLONG':
      return `The name ${basename(path)} is too long. Choose a shorter --output.`;
    default:
      return `${path} could not be written (${error instanceof Error ? error.message : String(error)}).`;
  }
}
