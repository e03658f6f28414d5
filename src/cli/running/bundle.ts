import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { descriptionText } from '../../bundle/description';
import { openBundle } from '../../bundle/open';
import type { OpenBundle } from '../../bundle/open';
import type { Reader } from '../../bundle/reading/reader';
import { SourceError } from '../../bundle/source';
import type { FileSource } from '../../bundle/source';
import { describe } from '../../spec/messages';
import { sha256Of } from './hashes';

/** What a call needs to know of its bundle before the network is loaded. */
export interface BundleFacts {
  readonly path: string;
  readonly inputs: number;
  /** Ids of the outputs, in the description's order. */
  readonly outputs: readonly string[];
  /** Of the zip; of a folder, of its description and the files that this names. */
  readonly sha256: string;
  /** When the newest of these files was written, in milliseconds since 1970. */
  readonly time: number;
}

/** Rejects with `SourceError`. */
export async function readBundle(
  path: string,
  source: FileSource,
  reader: Reader,
  signal: AbortSignal
): Promise<BundleFacts> {
  const bundle = await openBundle(source, signal);
  const text = await descriptionText(source, bundle, signal);
  const { description, files, findings } = await reader.description(text, signal);
  if (!description) {
    const errors = findings.filter(({ severity }) => severity === 'error');
    throw new SourceError('damaged', `${path} cannot be read. ${errors.map(describe).join(' ')}`);
  }
  const names = files.map(file => file.source);
  return {
    path,
    inputs: description.inputs.length,
    outputs: description.outputs.map(({ id }) => id),
    ...(await versionOf(path, bundle, names, signal))
  };
}

async function versionOf(
  path: string,
  bundle: OpenBundle,
  files: readonly string[],
  signal: AbortSignal
): Promise<Pick<BundleFacts, 'sha256' | 'time'>> {
  const found = await stat(path);
  const isDescription = /\.ya?ml$/i.test(path);
  if (found.isFile() && !isDescription) {
    return { sha256: await sha256Of(path, signal), time: found.mtimeMs };
  }
  const sum = createHash('sha256');
  let time = 0;
  const root = join(isDescription ? dirname(path) : path, bundle.folder);
  for (const name of [bundle.description.slice(bundle.folder.length), ...[...new Set(files)].sort()]) {
    if (bundle.size(name) !== undefined) {
      sum.update(`${name}\0${await bundle.sha256(name, signal)}\n`);
      bundle.forget(name);
      time = Math.max(time, (await stat(join(root, name)).catch(() => null))?.mtimeMs ?? 0);
    }
  }
  return { sha256: sum.digest('hex'), time };
}
