import type { Fix } from '../spec/fix';
import { packFiles } from '../bundle/pack';
import type { PackedFile } from '../bundle/pack';
import { readDescription } from '../spec/read';
import { parseYaml } from '../spec/yaml/yaml';
import { isFields } from '../spec/cursor';
import { describedPath, sameFileName } from '../bundle/limits';
import { mendedSource } from './overlay';
import type { FileSource } from '../bundle/source';

/** A bundle with its description mended, not yet written anywhere. */
interface MendedBundle {
  /** The new text of the description. */
  readonly text: string;
  /** The zip as a stream: the description first, every other file byte for byte. Each call begins anew and gives the same bytes. */
  pack(signal?: AbortSignal): ReadableStream<Uint8Array>;
}

/** The earliest time that a zip can hold, for descriptions that state none. */
const earliest = '1980-01-01T00:00:00Z';

/**
 * Makes mends and packs the bundle anew, with the description at its top: a folder that wrapped all files goes, and with
 * it what lies outside of it. The source stays open until the stream was read to its end.
 * Throws `SourceError` where there is no description; a file that cannot be read ends the stream with one.
 */
export async function mendBundle(
  source: FileSource,
  fixes: readonly Fix[],
  signal?: AbortSignal
): Promise<MendedBundle> {
  const mended = await mendedSource(source, fixes, signal);
  const { descriptionFile, text } = mended;
  const folder = descriptionFile.slice(0, descriptionFile.lastIndexOf('/') + 1);
  const names = (await mended.list(signal)).map(({ name }) => name);
  const others = names.filter(name => name !== descriptionFile && name.startsWith(folder));
  // The zoo goes by exact names: each file is called as the description calls it, in the same form of Unicode.
  const written = readDescription(text).files.map(({ source: file }) => describedPath(file));
  const called = new Map(written.map(file => [sameFileName(file), file]));
  const files: PackedFile[] = [descriptionFile, ...others].map(name => ({
    name: called.get(name.slice(folder.length)) ?? name.slice(folder.length),
    read: readSignal => mended.read(name, readSignal)
  }));
  return { text, pack: packSignal => packFiles(files, timeOf(text), packSignal) };
}

/** The description's own time, so that the same mend always gives the same zip. */
function timeOf(text: string): Date {
  const { value } = parseYaml(text);
  const timestamp = isFields(value) ? value.timestamp : undefined;
  const stated = timestamp instanceof Date ? timestamp.getTime() : Date.parse(String(timestamp));
  const first = Date.parse(earliest);
  // A zip's years end in 2107.
  return new Date(stated >= first && stated < Date.UTC(2107, 0) ? stated : first);
}
