export interface FileEntry {
  /** Path inside the bundle with forward slashes, never absolute, never with `..`. */
  readonly name: string;
  /** Size in bytes once unpacked. */
  readonly size: number;
}

/** Where a bundle's files come from: a zip in memory, a zip over HTTP ranges, a folder on disk. */
export interface FileSource {
  /** What the user opened, for messages: a file name, a path or a URL. */
  readonly name: string;
  /** Where the user chose one description among the files: its name. Otherwise it is looked for by the usual names. */
  readonly description?: string;
  list(signal?: AbortSignal): Promise<readonly FileEntry[]>;
  /** The whole of one file. Throws `SourceError` where it is missing, too large or damaged. */
  read(name: string, signal?: AbortSignal): Promise<Uint8Array>;
  /**
   * Reads a file of any size to its end, part by part, and keeps nothing of it; where nobody takes the parts, what was read
   * before is not read again. Rejects as `read` does.
   */
  pass?(name: string, signal?: AbortSignal, begin?: Begin): Promise<void>;
  /** A sentence where not all files were listed; known once they are. */
  note?(): string | undefined;
  /** How the zoo's library finds the files and reads them; absent where nothing is known of it. */
  container?(signal?: AbortSignal): Promise<Container>;
  close?(): Promise<void>;
}

/** Gets a file's bytes, part by part. */
export type Take = (part: Uint8Array) => void;

/** Begins a file anew, where reading it is tried once more, and gives where its bytes go. */
export type Begin = () => Take;

/** A bundle's files as the zoo's library (Python's zipfile) has them. Ours is kinder in what it shows. */
export interface Container {
  readonly kind: 'zip' | 'folder';
  /** Why the library cannot open it at all, in a clause. */
  readonly refusal?: string;
  /** One of two files that lie at the same place. */
  readonly overlapping?: string;
  /** The names to the letter. */
  readonly names: ReadonlySet<string>;
  /** Files that the library cannot unpack, by the name under which they are listed; grows as files are read. */
  readonly unreadable: ReadonlyMap<string, UnreadFile>;
}

export interface UnreadFile {
  /** Why, in a clause: “its checksum is wrong”. */
  readonly reason: string;
  /** It could be unpacked here nevertheless, so that the zip can be written anew. */
  readonly readHere: boolean;
}

type SourceProblem =
  | 'not-found'
  | 'not-a-zip'
  | 'damaged'
  | 'unsupported'
  | 'unsafe-path'
  | 'too-large'
  | 'too-many'
  | 'encrypted'
  | 'no-description'
  | 'unreachable';

/** A bundle, or a file in it, that cannot be read. `message` says what, where and how to mend it. */
export class SourceError extends Error {
  constructor(
    readonly problem: SourceProblem,
    message: string,
    options?: { cause?: unknown }
  ) {
    super(message, options);
    this.name = 'SourceError';
  }
}
