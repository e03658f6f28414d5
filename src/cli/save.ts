import { randomUUID } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A file cannot be written. `message` says which one, why, and what to do. */
export class SaveError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'SaveError';
  }
}

/** A file that is being written beside its place under another name, until it is whole. */
export interface Saving {
  /** Writes everything, then moves the file into place; an older one is replaced only then. Gives the size in bytes. */
  finish(content: ReadableStream<Uint8Array>, signal?: AbortSignal): Promise<number>;
  /** Removes what was written; harmless once it is finished. */
  discard(): Promise<void>;
}

/**
 * Makes sure, before any long work, that a file can be written at `path`, and begins it under a temporary name.
 * Throws `SaveError` where the folder is missing or cannot be written.
 */
export async function beginSaving(path: string): Promise<Saving> {
  await checkPlace(path);
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  let handle: FileHandle;
  try {
    handle = await open(temporary, 'wx');
  } catch (error) {
    throw new SaveError(sentence(path, error), { cause: error });
  }
  const discard = async (): Promise<void> => {
    await handle.close().catch(() => undefined);
    await rm(temporary, { force: true });
  };
  return {
    discard,
    finish: async (content, signal) => {
      try {
        const size = await writeAll(handle, content, signal);
        // On the disk before it takes the name: a machine that loses power must not leave an empty file in its place.
        await handle.sync();
        await handle.close();
        await rename(temporary, path);
        return size;
      } catch (error) {
        await discard();
        throw isSystem(error) ? new SaveError(sentence(path, error), { cause: error }) : error;
      }
    }
  };
}

async function checkPlace(path: string): Promise<void> {
  const folder = await stat(dirname(path)).catch(() => null);
  if (!folder?.isDirectory()) {
    throw new SaveError(`The folder ${dirname(path)} does not exist. Make it first, or choose another --output.`);
  }
  const there = await stat(path).catch(() => null);
  if (there?.isDirectory()) {
    throw new SaveError(
      `${path} is a folder. Give --output the name of a file in it, for instance model.bioimageio.zip.`
    );
  }
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
