/** Part of a file: so many bytes from `offset` on, or its last ones. */
export type FilePart = { readonly offset: number; readonly length: number } | { readonly last: number };

/** A folder whose files can be read: on a disk, in a zip, on a server. */
export interface FileTree {
  /** The bytes of a file, by its path below the folder with `/` between names; `undefined` where there is none. */
  read(path: string, part?: FilePart, signal?: AbortSignal): Promise<Uint8Array | undefined>;
  close?(): Promise<void>;
}
