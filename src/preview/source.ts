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
  close?(): Promise<void>;
}

export type SourceProblem =
  | 'not-found'
  | 'not-a-zip'
  | 'damaged'
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
