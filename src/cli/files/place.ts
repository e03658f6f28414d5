import type { Stats } from 'node:fs';
import { lstat, readlink, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { SaveError } from './errors';

/** A file or folder that the call reads, and what it is to the reader: "the trained network". */
export interface Input {
  readonly path: string;
  readonly what: string;
  /** Of a folder: files with this ending were written by an earlier call, and may be replaced. */
  readonly replaceable?: RegExp;
}

/** Links are followed as far as this; more are a circle. */
const mostLinks = 40;
/** So many files of a folder are looked at for another name of the same file. */
const mostFiles = 10_000;

/**
 * Where a file with the name `path` is really written: behind links. Throws `SaveError` where that is no place for a file:
 * its folder is missing, it is no ordinary file, or one of the `inputs`.
 */
export async function placeOf(path: string, inputs: readonly Input[]): Promise<string> {
  const target = await behindLinks(path);
  const folder = await stat(dirname(target)).catch(() => null);
  if (!folder?.isDirectory()) {
    throw new SaveError(`The folder ${dirname(target)} does not exist. Make it first, or choose another --output.`);
  }
  const real = join(await realpath(dirname(target)), basename(target));
  const there = await lstat(real).catch(() => null);
  if (there) {
    requireFile(path, there);
    for (const input of inputs) {
      await requireOther(path, { real, there }, input);
    }
  }
  return real;
}

/** The mode of the older file at a place, if there is one. Throws `SaveError` where something else came there meanwhile. */
export async function keptMode(place: string, path: string): Promise<number | undefined> {
  const there = await lstat(place).catch(() => null);
  if (there) {
    requireFile(path, there);
  }
  return there ? there.mode & 0o7777 : undefined;
}

/** The place that a link leads to, also where nothing is there yet. */
async function behindLinks(path: string): Promise<string> {
  let place = resolve(path);
  for (let links = 0; links < mostLinks; links++) {
    const found = await lstat(place).catch(() => null);
    if (!found?.isSymbolicLink()) {
      return place;
    }
    place = resolve(await realpath(dirname(place)), await readlink(place));
  }
  throw new SaveError(`${path} is a link that leads in a circle. Choose another --output.`);
}

function requireFile(path: string, there: Stats): void {
  if (there.isDirectory()) {
    throw new SaveError(
      `${path} is a folder. Give --output the name of a file in it, for instance model.bioimageio.zip.`
    );
  }
  if (!there.isFile()) {
    throw new SaveError(`${path} is ${kindOf(there)}, not a file, so nothing was written. Choose another --output.`);
  }
}

function kindOf(there: Stats): string {
  if (there.isFIFO()) {
    return 'a pipe';
  }
  return there.isSocket() ? 'a socket' : 'a device';
}

interface Target {
  readonly real: string;
  readonly there: Stats;
}

/** Whatever name it has: another spelling, a symbolic or a hard link. */
async function requireOther(path: string, target: Target, { path: input, what, replaceable }: Input): Promise<void> {
  const found = await stat(input).catch(() => null);
  const isRead = found?.isDirectory()
    ? await isFileOf(target, await realpath(input), replaceable)
    : found !== null && isSame(found, target.there);
  if (isRead) {
    throw new SaveError(
      `${path} is ${what} itself, which would be lost. Nothing was written. Choose another --output.`
    );
  }
}

async function isFileOf({ real, there }: Target, folder: string, replaceable: RegExp | undefined): Promise<boolean> {
  if (isInside(folder, real) && !replaceable?.test(real)) {
    return true;
  }
  return there.nlink > 1 && (await holds(folder, there, replaceable));
}

/** Both are real paths. */
export function isInside(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** Whether a folder holds the same file under another name. */
async function holds(folder: string, wanted: Stats, replaceable: RegExp | undefined): Promise<boolean> {
  const waiting = [folder];
  let looked = 0;
  for (let next = waiting.shift(); next !== undefined && looked < mostFiles; next = waiting.shift()) {
    for (const entry of await readdir(next, { withFileTypes: true }).catch(() => [])) {
      const place = join(next, entry.name);
      looked += 1;
      if (entry.isDirectory()) {
        waiting.push(place);
      } else if (!replaceable?.test(place)) {
        const found = await stat(place).catch(() => null);
        if (found && isSame(found, wanted)) {
          return true;
        }
      }
    }
  }
  return false;
}

function isSame(one: Stats, other: Stats): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}
