import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';
import type { SavedBundle } from '../widgets/services';

/** JupyterLab's own file browser uploads in parts of this size; proxies before a hub are set up for it. */
const chunkBytes = 1024 * 1024;

/** The bundle could not be written. `message` says what, where and how to mend it. */
class WriteError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'WriteError';
  }
}

/**
 * Writes a stream to `path` through the Contents API: under a temporary name first, moved into place when whole.
 * An existing file is replaced only with `replace`, and only once the new one is complete.
 */
export async function saveStream(
  contents: Contents.IManager,
  path: string,
  content: ReadableStream<Uint8Array>,
  options: { replace: boolean; signal?: AbortSignal }
): Promise<SavedBundle> {
  const partial = `${path}.part`;
  try {
    const size = await upload(contents, partial, content, options.signal);
    await moveIntoPlace(contents, partial, path, options.replace);
    return { path, size };
  } catch (error) {
    const left = await leftOver(contents, partial);
    options.signal?.throwIfAborted();
    throw error instanceof WriteError ? error : new WriteError(sentence(path, error) + left, { cause: error });
  }
}

/**
 * Removes what was written so far. A server that moves deleted files to the trash cannot do so on a full disk: then a
 * sentence says what is left. The next try writes over it.
 */
async function leftOver(contents: Contents.IManager, partial: string): Promise<string> {
  try {
    await contents.delete(partial);
    return '';
  } catch {
    const there = await pathExists(contents, partial);
    return there ? ` The unfinished ${PathExt.basename(partial)} could not be removed; delete it.` : '';
  }
}

/**
 * Writes an empty file beside `path` and removes it: what a server says of its folders is not what their disk allows.
 * Throws `WriteError` where nothing can be written there.
 */
export async function assertWritable(contents: Contents.IManager, path: string): Promise<void> {
  // Another name than the bundle's own unfinished file has: nobody may take one for the other.
  const trial = `${path}.trial`;
  try {
    await contents.save(trial, { type: 'file', format: 'text', name: PathExt.basename(trial), content: '' });
  } catch (error) {
    throw new WriteError(sentence(path, error), { cause: error });
  }
  await contents.delete(trial).catch(() => undefined);
}

/** Whether a file or folder of that name is there. */
export async function pathExists(contents: Contents.IManager, path: string): Promise<boolean> {
  try {
    await contents.get(path, { content: false });
    return true;
  } catch {
    return false;
  }
}

async function upload(
  contents: Contents.IManager,
  path: string,
  content: ReadableStream<Uint8Array>,
  signal?: AbortSignal
): Promise<number> {
  let size = 0;
  let chunk = 1;
  for await (const { bytes, last } of equalParts(content, signal)) {
    size += bytes.length;
    const whole = last && chunk === 1;
    await contents.save(path, {
      type: 'file',
      format: 'base64',
      name: PathExt.basename(path),
      content: toBase64(bytes),
      // The server appends parts 2, 3, … and closes the file at -1; a file of one part has no number.
      ...(whole ? {} : { chunk: last ? -1 : chunk })
    });
    chunk += 1;
  }
  return size;
}

/** Parts of `chunkBytes`, the last one marked: the Contents API has to know it. */
async function* equalParts(
  content: ReadableStream<Uint8Array>,
  signal?: AbortSignal
): AsyncGenerator<{ bytes: Uint8Array; last: boolean }> {
  const reader = content.getReader();
  let held: Uint8Array = new Uint8Array(0);
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) {
        yield { bytes: held, last: true };
        return;
      }
      held = joined(held, value);
      // One part stays back, so that the last one is never empty.
      while (held.length > chunkBytes) {
        signal?.throwIfAborted();
        yield { bytes: held.subarray(0, chunkBytes), last: false };
        held = held.subarray(chunkBytes);
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) {
    return second;
  }
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

async function moveIntoPlace(
  contents: Contents.IManager,
  partial: string,
  path: string,
  replace: boolean
): Promise<void> {
  if (!(await pathExists(contents, path))) {
    await contents.rename(partial, path);
    return;
  }
  if (!replace) {
    throw new WriteError(
      `There is already a file named ${PathExt.basename(path)}. Choose another name, or replace it.`
    );
  }
  // The Contents API cannot rename over a file: the old one steps aside until the new one stands.
  const aside = await freeAside(contents, path);
  await contents.rename(path, aside);
  try {
    await contents.rename(partial, path);
  } catch (error) {
    await contents.rename(aside, path);
    throw error;
  }
  await contents.delete(aside).catch(() => undefined);
}

/** A page that was closed in the middle leaves the old file aside; it is all that is left then, so it is never taken. */
async function freeAside(contents: Contents.IManager, path: string): Promise<string> {
  for (let number = 1; ; number++) {
    const aside = number === 1 ? `${path}.old` : `${path}.old${number}`;
    if (!(await pathExists(contents, aside))) {
      return aside;
    }
  }
}

function sentence(path: string, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  const folder = PathExt.dirname(path) || 'the top folder';
  if (/no space|disk full|quota/i.test(reason)) {
    return `The disk is full, so ${PathExt.basename(path)} could not be written to ${folder}. Free some space and try again.`;
  }
  if (/permission|read.?only|forbidden|403/i.test(reason)) {
    return `${folder} does not allow writing. Move the notebook to a folder of your own and try again.`;
  }
  return `${PathExt.basename(path)} could not be written to ${folder}: ${reason}`;
}

const base64Step = 0x8000;

/** btoa takes a string; in steps, since `String.fromCharCode` takes only so many arguments. */
function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += base64Step) {
    parts.push(String.fromCharCode(...bytes.subarray(start, start + base64Step)));
  }
  return btoa(parts.join(''));
}
