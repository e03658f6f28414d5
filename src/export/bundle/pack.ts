import { packFiles } from '../../bundle/pack';
import type { BundleFile } from './files';

/** A flat zip of files in memory, as a stream; see `packFiles`. */
export function packZip(files: readonly BundleFile[], made: Date, signal?: AbortSignal): ReadableStream<Uint8Array> {
  const lazy = files.map(file => ({ name: file.name, read: () => Promise.resolve(file.bytes) }));
  return packFiles(lazy, made, signal);
}
