import { checkEntries, formatBytes, limits, printable, sameFileName } from './limits';
import type { FileEntry, FileSource } from './source';
import { SourceError } from './source';

/** A file of a folder, wherever the folder is. */
export interface FolderFile extends FileEntry {
  read(signal?: AbortSignal): Promise<Uint8Array>;
}

export interface FolderOptions {
  /** The description that was chosen, where it does not have one of the usual names. */
  readonly description?: string;
}

/** A bundle as a folder. Its files are listed by `list`, at the first use. */
export function folderSource(
  files: readonly FolderFile[] | ((signal?: AbortSignal) => Promise<readonly FolderFile[]>),
  name: string,
  options: FolderOptions = {}
): FileSource {
  let known: readonly FolderFile[] | undefined;
  const all = async (signal?: AbortSignal): Promise<readonly FolderFile[]> => {
    if (!known) {
      const listed = typeof files === 'function' ? await files(signal) : files;
      checkEntries(name, listed);
      known = listed;
    }
    return known;
  };
  return {
    name,
    ...(options.description !== undefined && { description: options.description }),
    list: async signal => (await all(signal)).map(file => ({ name: sameFileName(file.name), size: file.size })),
    async read(wanted, signal) {
      const file = (await all(signal)).find(entry => sameFileName(entry.name) === sameFileName(wanted));
      if (!file) {
        throw new SourceError('not-found', `“${name}” holds no file “${printable(wanted)}”.`);
      }
      if (file.size > limits.read) {
        const size = formatBytes(file.size);
        throw new SourceError(
          'too-large',
          `The file “${printable(wanted)}” has ${size}, more than can be read here at once.`
        );
      }
      return file.read(signal);
    }
  };
}
