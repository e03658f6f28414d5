import { formatBytes } from './bytes';
import { checkCount, limits, plainPath, printable, sameFileName, unsafePath } from './limits';
import type { Container, FileEntry, FileSource, Take } from './source';
import { SourceError } from './source';

/** A file of a folder, wherever the folder is. */
export interface FolderFile extends FileEntry {
  read(signal?: AbortSignal): Promise<Uint8Array>;
  /** Gives all its bytes part by part; without it a file is read as a whole. */
  stream?(take: Take, signal?: AbortSignal): Promise<void>;
}

interface FolderOptions {
  /** The description that was chosen, where it does not have one of the usual names. */
  readonly description?: string;
}

/** A bundle as a folder. Its files are listed by `list`, at the first use. */
export function folderSource(
  files: readonly FolderFile[] | ((signal?: AbortSignal) => Promise<readonly FolderFile[]>),
  name: string,
  options: FolderOptions = {}
): FileSource {
  let known: OpenFolder | undefined;
  const open = async (signal?: AbortSignal): Promise<OpenFolder> =>
    (known ??= new OpenFolder(typeof files === 'function' ? await files(signal) : files, name));
  return {
    name,
    ...(options.description !== undefined && { description: options.description }),
    list: async signal => (await open(signal)).entries,
    read: async (file, signal) => (await open(signal)).read(file, signal),
    pass: async (file, signal, begin) => (await open(signal)).pass(file, signal, begin?.()),
    container: async signal => (await open(signal)).container
  };
}

/**
 * The zoo's library reads those files of a folder that the description names, and minds no other. So others, whatever
 * their names and sizes, are no reason to refuse the folder: it may be anybody's.
 */
class OpenFolder {
  readonly entries: readonly FileEntry[];
  readonly container: Container;
  private readonly exact = new Map<string, FolderFile>();
  private readonly alike = new Map<string, FolderFile>();
  private readonly sound = new Set<FolderFile>();

  constructor(
    files: readonly FolderFile[],
    private readonly folder: string
  ) {
    checkCount(folder, files);
    // No description can name the others.
    for (const file of files.filter(({ name: inside }) => !unsafePath(inside))) {
      const exact = plainPath(file.name);
      const alike = sameFileName(file.name);
      this.exact.set(exact, file);
      // Of two names that look the same, the composed one is listed.
      if (!this.alike.has(alike) || exact === alike) {
        this.alike.set(alike, file);
      }
    }
    this.entries = [...this.alike].map(([name, { size }]) => ({ name, size }));
    this.container = { kind: 'folder', names: new Set(this.exact.keys()), unreadable: new Map() };
  }

  async read(wanted: string, signal?: AbortSignal): Promise<Uint8Array> {
    const file = this.find(wanted);
    if (file.size > limits.read) {
      const size = formatBytes(file.size);
      throw new SourceError(
        'too-large',
        `The file “${printable(wanted)}” has ${size}, more than can be read here at once.`
      );
    }
    const bytes = await file.read(signal);
    this.sound.add(file);
    return bytes;
  }

  async pass(wanted: string, signal?: AbortSignal, take?: Take): Promise<void> {
    const file = this.find(wanted);
    if (!take && this.sound.has(file)) {
      return;
    }
    if (file.stream) {
      await file.stream(take ?? (() => undefined), signal);
    } else {
      take?.(await this.read(wanted, signal));
    }
    this.sound.add(file);
  }

  private find(wanted: string): FolderFile {
    const file = this.exact.get(plainPath(wanted)) ?? this.alike.get(sameFileName(wanted));
    if (!file) {
      throw new SourceError('not-found', `“${this.folder}” holds no file “${printable(wanted)}”.`);
    }
    return file;
  }
}
