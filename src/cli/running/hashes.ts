import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** SHA-256 of a file, or of all files of a folder (an OME-Zarr image) with their names. Rejects as `node:fs` does. */
export async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  if (!(await stat(path)).isDirectory()) {
    return hashFile(path, signal);
  }
  const sum = createHash('sha256');
  for (const name of await filesIn(path)) {
    sum.update(`${name}\0${await hashFile(join(path, name), signal)}\n`);
  }
  return sum.digest('hex');
}

async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const sum = createHash('sha256');
  for await (const part of createReadStream(path, { highWaterMark: 2 ** 22, ...(signal && { signal }) })) {
    sum.update(part as Uint8Array);
  }
  return sum.digest('hex');
}

/** Files of a folder and of those in it, seen from the folder. */
async function filesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const are = await Promise.all(names.map(async name => (await stat(join(folder, name))).isFile()));
  return names.filter((_, index) => are[index]).sort();
}

/** When a file, or the newest file of a folder, was written, in milliseconds since 1970; 0 where there is none. */
export async function newest(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  if (!found?.isDirectory()) {
    return found?.mtimeMs ?? 0;
  }
  const times = await Promise.all((await filesIn(path)).map(async name => (await stat(join(path, name))).mtimeMs));
  return times.reduce((latest, time) => Math.max(latest, time), 0);
}
