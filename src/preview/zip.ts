import {
  ERR_CENTRAL_DIRECTORY_NOT_FOUND,
  ERR_BAD_FORMAT,
  ERR_ENCRYPTED_CENTRAL_DIRECTORY,
  ERR_EOCDR_NOT_FOUND,
  Reader,
  ZipReader
} from '@zip.js/zip.js';
import type { Entry, FileEntry as ZipFile } from '@zip.js/zip.js';
import { checkEntries, formatBytes, limits, printable, sameFileName } from './limits';
import { blobReader, bytesReader } from './ranges';
import type { RangeReader } from './ranges';
import type { FileEntry, FileSource } from './source';
import { SourceError } from './source';
import { fixedSink } from './sink';

/**
 * A bundle in a zip. Only its list of files is read at first, then each file when it is asked for, so that a bundle of
 * several GB opens without being in memory. Names, counts and sizes are held to `limits` before anything is unpacked,
 * and the stated sizes while unpacking.
 */
export function zipSource(zip: Uint8Array | Blob | RangeReader, name = 'bundle.zip'): FileSource {
  const reader = zip instanceof Uint8Array ? bytesReader(zip) : zip instanceof Blob ? blobReader(zip) : zip;
  let opened: Promise<OpenZip> | undefined;
  const open = (signal?: AbortSignal): Promise<OpenZip> => {
    const opening = (opened ??= openZip(reader, name, signal));
    // What failed or was aborted may be tried again.
    opening.catch(() => (opened = undefined));
    return opening;
  };
  return {
    name,
    list: async signal => (await open(signal)).entries,
    async read(file, signal) {
      const { files } = await open(signal);
      const entry = files.get(sameFileName(file));
      if (!entry) {
        throw new SourceError('not-found', `“${name}” holds no file “${printable(file)}”.`);
      }
      return unpack(entry, name, signal);
    },
    close: async () => reader.close?.()
  };
}

interface OpenZip {
  readonly entries: readonly FileEntry[];
  readonly files: ReadonlyMap<string, ZipFile>;
}

/** Lets the zip library read by ranges, and keeps it from reading an endless list of files into memory. */
class BoundedReader extends Reader<RangeReader> {
  listing = true;

  constructor(
    private readonly ranges: RangeReader,
    private readonly bundle: string,
    private readonly signal?: AbortSignal
  ) {
    super(ranges);
  }

  override async init(): Promise<void> {
    await super.init?.();
    this.size = await this.ranges.size(this.signal);
  }

  override async readUint8Array(offset: number, length: number): Promise<Uint8Array> {
    if (this.listing && length > limits.directory) {
      throw new SourceError('too-many', `The list of files of “${this.bundle}” is too long. It was not opened.`);
    }
    const wanted = Math.max(0, Math.min(length, this.size - offset));
    const bytes = await this.ranges.read(offset, wanted, this.listing ? this.signal : undefined);
    if (bytes.length < wanted) {
      throw new SourceError('damaged', `“${this.bundle}” ends too early. Download or copy it again.`);
    }
    return bytes;
  }
}

async function openZip(ranges: RangeReader, name: string, signal?: AbortSignal): Promise<OpenZip> {
  const reader = new BoundedReader(ranges, name, signal);
  // All names are judged by our own rules, so that the sentences are ours; the library must not stop before.
  const zip = new ZipReader(reader, { useWebWorkers: false, filenameValidation: 'tolerant', checkCrc32: true });
  const files: ZipFile[] = [];
  try {
    for await (const entry of zip.getEntriesGenerator()) {
      signal?.throwIfAborted();
      checkKind(entry, name);
      if (!entry.directory) {
        files.push(entry);
      }
      if (files.length > limits.files) {
        break;
      }
    }
  } catch (error) {
    throw await openProblem(error, name, ranges, signal);
  }
  reader.listing = false;
  const entries = files.map(entry => ({ name: entry.filename, size: entry.uncompressedSize }));
  checkEntries(name, entries);
  return {
    entries: entries.map(entry => ({ ...entry, name: sameFileName(entry.name) })),
    files: new Map(files.map(entry => [sameFileName(entry.filename), entry]))
  };
}

/** Links could lead anywhere once unpacked; encrypted files cannot be checked by anybody. */
function checkKind(entry: Entry, bundle: string): void {
  if (entry.symlink) {
    throw new SourceError(
      'unsafe-path',
      `“${bundle}” holds a link (“${printable(entry.filename)}”) instead of a file. Zip the file itself.`
    );
  }
  if (entry.encrypted) {
    throw new SourceError('encrypted', `“${bundle}” is protected by a password. Zip it again without one.`);
  }
}

async function openProblem(error: unknown, name: string, ranges: RangeReader, signal?: AbortSignal): Promise<unknown> {
  signal?.throwIfAborted();
  if (error instanceof SourceError) {
    return error;
  }
  const reason = error instanceof Error ? error.message : String(error);
  const start = await ranges.read(0, Math.min(4, await ranges.size(signal)), signal).catch(() => new Uint8Array());
  const startsAsZip = start[0] === 0x50 && start[1] === 0x4b;
  if (reason === ERR_ENCRYPTED_CENTRAL_DIRECTORY) {
    return new SourceError('encrypted', `“${name}” is protected by a password. Zip it again without one.`, {
      cause: error
    });
  }
  if (!startsAsZip && (reason === ERR_BAD_FORMAT || reason === ERR_EOCDR_NOT_FOUND)) {
    return new SourceError('not-a-zip', `“${name}” is not a zip file. Choose the bundle’s .zip, or its folder.`, {
      cause: error
    });
  }
  const cut = reason === ERR_BAD_FORMAT || reason === ERR_EOCDR_NOT_FOUND || reason === ERR_CENTRAL_DIRECTORY_NOT_FOUND;
  return new SourceError(
    'damaged',
    cut
      ? `“${name}” is cut short: the list of files at its end is missing. Download or copy it again.`
      : `“${name}” is a damaged zip file (${reason}). Download or copy it again.`,
    { cause: error }
  );
}

async function unpack(entry: ZipFile, bundle: string, signal?: AbortSignal): Promise<Uint8Array> {
  const { filename, uncompressedSize, compressedSize } = entry;
  const large = uncompressedSize > limits.suspicious && uncompressedSize > limits.ratio * compressedSize;
  if (large || uncompressedSize > limits.read) {
    throw new SourceError(
      'too-large',
      `The file “${filename}” in “${bundle}” would unpack to ${formatBytes(uncompressedSize)}` +
        `${large ? ` from ${formatBytes(compressedSize)}` : ', more than can be read here at once'}. It was not unpacked.`
    );
  }
  const sink = fixedSink(uncompressedSize);
  try {
    await entry.getData(sink.writable, { useWebWorkers: false, checkCrc32: true, checkOverlappingEntry: true, signal });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof SourceError) {
      throw error;
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new SourceError(
      'damaged',
      `The file “${filename}” in “${bundle}” is damaged (${reason}). Download or copy the bundle again.`,
      { cause: error }
    );
  }
  return sink.bytes(filename, bundle);
}
