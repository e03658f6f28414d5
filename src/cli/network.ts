import { createReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { ConvertRequest } from '../convert/client';
import { ConvertError } from '../convert/conversion';
import { longestConfig } from '../convert/bounds';
import { fileProblem } from './files/errors';

/** A network to convert, and what stands beside it. */
export interface NetworkFile {
  readonly path: string;
  /** What is to be converted. Its `config` is the text of the config.json in the same folder. */
  readonly request: ConvertRequest;
}

/**
 * Finds a network's file, or the one of a folder that training left behind, with the config.json beside it.
 * @throws {ConvertError} with the reason.
 */
export async function readNetworkFile(path: string, signal: AbortSignal): Promise<NetworkFile> {
  try {
    const file = (await stat(path)).isDirectory() ? await networkIn(path) : path;
    return { path: file, request: { ...(await contentOf(file, signal)), config: await configBeside(file) } };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ConvertError) {
      throw error;
    }
    throw new ConvertError('damaged', fileProblem(path, error), undefined, { cause: error });
  }
}

/** The path of a file that can be read in parts; of a pipe all that comes out of it. */
async function contentOf(path: string, signal: AbortSignal): Promise<Pick<ConvertRequest, 'model' | 'size'>> {
  const found = await stat(path);
  if (found.isFile()) {
    // Whether it may be read is said here, not by the thread.
    await (await open(path, 'r')).close();
    return { model: resolve(path), size: found.size };
  }
  const model = new Uint8Array(await readFile(path, { signal }));
  return { model, size: model.length };
}

/** What the notebooks load themselves comes first, as they name it: the best weights, not the last ones. */
async function networkIn(folder: string): Promise<string> {
  const name = basename(resolve(folder));
  const found = [...(await networksOf(folder)), ...(await networksOf(join(folder, 'ckpt')))];
  const best = [
    'weights_best.h5',
    'weights_best.hdf5',
    'weights_best.keras',
    'best.weights.keras',
    `${name}.weights.h5`
  ];
  const chosen =
    best.map(wanted => found.find(file => basename(file).toLowerCase() === wanted.toLowerCase())).find(Boolean) ??
    found[0];
  if (chosen === undefined) {
    throw new ConvertError('not-keras', `There is no Keras network (.keras, .h5, .hdf5) in “${folder}”.`);
  }
  if (found.length > 1 && !best.some(name => name.toLowerCase() === basename(chosen).toLowerCase())) {
    const names = found.map(file => file.slice(folder.length).replace(/^\/+/, '')).join(', ');
    throw new ConvertError('not-keras', `There are several networks in “${folder}”: ${names}. Name the file itself.`);
  }
  return chosen;
}

async function networksOf(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return (
    names
      // What begins with a dot is the system's own: drives of a Mac hold a ._weights_best.h5 beside each file.
      .filter(name => !name.startsWith('.') && /\.(keras|h5|hdf5)$/i.test(name))
      .sort()
      .map(name => join(folder, name))
  );
}

/** No more of it than is allowed, and one character; it is understood where the file is read, with a deadline. */
async function configBeside(file: string): Promise<string | undefined> {
  try {
    return await text(createReadStream(join(dirname(file), 'config.json'), { end: longestConfig }));
  } catch {
    return undefined;
  }
}
