import { Sha256, sha256 } from './sha256';
import type { FileEntry, FileSource } from './source';
import { SourceError } from './source';
import { whatLiesInside } from './inside';
import { describedPath, limits, sameFileName } from './limits';

/** A bundle whose description was found. File names are those that the description writes, relative to itself. */
export interface OpenBundle {
  /** Path of the description in the source. */
  readonly description: string;
  /** The folder that wraps all files, with its slash; empty for a flat bundle. */
  readonly folder: string;
  readonly size: (file: string) => number | undefined;
  /** Reads a file once; asked again it gives the same bytes, until `forget`. */
  read(file: string, signal?: AbortSignal): Promise<Uint8Array>;
  forget(file: string): void;
  /** SHA-256 as 64 lower-case hexadecimal digits, of a file of any size. */
  sha256(file: string, signal?: AbortSignal): Promise<string>;
}

/** The zoo's library looks for these, in this order. */
const descriptions = ['rdf.yaml', 'bioimageio.yaml', 'model.yaml'];

/** Finds the description: at the top, or in the one folder that wraps everything. Throws `SourceError`. */
export async function openBundle(source: FileSource, signal?: AbortSignal): Promise<OpenBundle> {
  const entries = await source.list(signal);
  const kindly = findDescription(entries);
  const zoos = await asTheZoo(source, signal);
  const description = source.description ?? zoos ?? kindly;
  if (description === undefined || !entries.some(entry => entry.name === description)) {
    throw new SourceError('no-description', missing(source.name, entries, description));
  }
  // In a zip the zoo's library takes “a/my.rdf.yaml” too, and looks for its files from the top on.
  const wraps = description !== zoos || description === kindly;
  const folder = wraps ? description.slice(0, description.lastIndexOf('/') + 1) : '';
  const sizes = new Map(entries.map(entry => [entry.name, entry.size]));
  const kept = new Map<string, Promise<Uint8Array>>();
  // A folder may hold two files whose names differ in the form of Unicode alone: the exact one is read.
  const path = (file: string): string => folder + describedPath(file);
  const size = (file: string): number | undefined => sizes.get(sameFileName(path(file)));
  const read = (file: string, readSignal?: AbortSignal): Promise<Uint8Array> => {
    const reading = kept.get(path(file)) ?? source.read(path(file), readSignal);
    kept.set(path(file), reading);
    reading.catch(() => kept.delete(path(file)));
    return reading;
  };
  return {
    description,
    folder,
    size,
    read,
    forget: file => void kept.delete(path(file)),
    sha256: async (file, hashSignal) =>
      source.pass && !kept.has(path(file)) && (size(file) ?? 0) > limits.whole
        ? hashInParts(source, path(file), hashSignal)
        : sha256(await read(file, hashSignal))
  };
}

async function hashInParts(source: FileSource, name: string, signal?: AbortSignal): Promise<string> {
  let sum = new Sha256();
  await source.pass?.(name, signal, () => {
    sum = new Sha256();
    return part => sum.add(part);
  });
  return sum.hex();
}

/** The description that the zoo's library takes from a zip, going by exact names; of several the first. */
async function asTheZoo(source: FileSource, signal?: AbortSignal): Promise<string | undefined> {
  const container = await source.container?.(signal);
  if (container?.kind !== 'zip' || container.refusal !== undefined) {
    return undefined;
  }
  const names = [...container.names].sort();
  const found = descriptions.flatMap(wanted => names.find(name => isCalled(name, wanted)) ?? [])[0];
  return found === undefined ? undefined : sameFileName(found);
}

function isCalled(name: string, wanted: string): boolean {
  return name === wanted || name.endsWith(`.${wanted}`);
}

function findDescription(entries: readonly FileEntry[]): string | undefined {
  const names = entries.map(entry => entry.name);
  const top = inFolder(names, '');
  if (top !== undefined) {
    return top;
  }
  // macOS adds a second folder of its own beside the wrapping one.
  const folders = new Set(
    names.filter(name => !name.startsWith('__MACOSX/')).map(name => /^[^/]+\//.exec(name)?.[0] ?? '')
  );
  const [folder] = folders;
  return folders.size === 1 && folder ? inFolder(names, folder) : undefined;
}

function inFolder(names: readonly string[], folder: string): string | undefined {
  const here = names.filter(name => name.startsWith(folder) && !name.slice(folder.length).includes('/')).sort();
  for (const wanted of descriptions) {
    const found = here.find(name => isCalled(name.slice(folder.length), wanted));
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}

function missing(bundle: string, entries: readonly FileEntry[], description: string | undefined): string {
  return description === undefined
    ? whatLiesInside(
        bundle,
        entries.map(({ name }) => name)
      )
    : `“${bundle}” holds no file “${description}”.`;
}
