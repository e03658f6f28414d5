import { folderSource } from '../../bundle/folder';
import type { FileSource } from '../../bundle/source';

/** A folder with the files of a bundle. */
export async function unzipped(source: FileSource, name: string): Promise<FileSource> {
  const entries = await source.list();
  return folderSource(
    entries.map(entry => ({ ...entry, read: signal => source.read(entry.name, signal) })),
    name
  );
}
