import {
  ERR_BAD_FORMAT,
  ERR_CENTRAL_DIRECTORY_NOT_FOUND,
  ERR_ENCRYPTED_CENTRAL_DIRECTORY,
  ERR_EOCDR_NOT_FOUND,
  Reader,
  ZipReader
} from '@zip.js/zip.js';
import type { Entry } from '@zip.js/zip.js';
import { checkEntries, limits, printable, sameFileName } from '../limits';
import type { RangeReader } from '../../tensor/ranges';
import { SourceError } from '../source';

/** A file of a zip, read in a kinder way than the zoo's library does. */
export interface KindFile {
  readonly name: string;
  readonly size: number;
  readonly packedSize: number;
  /** Rejects with the zip library's own error where the data are damaged. */
  unpack(into: WritableStream<Uint8Array>, signal?: AbortSignal): Promise<void>;
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

/** The files of a zip by name, as far as its library can make them out. Throws `SourceError`. */
export async function openKindly(
  ranges: RangeReader,
  bundle: string,
  signal?: AbortSignal
): Promise<ReadonlyMap<string, KindFile>> {
  const reader = new BoundedReader(ranges, bundle, signal);
  // All names are judged by our own rules, so that the sentences are ours; the library must not stop before.
  const zip = new ZipReader(reader, { useWebWorkers: false, filenameValidation: 'tolerant', checkCrc32: true });
  const files: KindFile[] = [];
  try {
    for await (const entry of zip.getEntriesGenerator()) {
      signal?.throwIfAborted();
      checkEntry(entry, bundle);
      if (!entry.directory) {
        files.push(kindFile(entry));
      }
      if (files.length > limits.files) {
        break;
      }
    }
  } catch (error) {
    throw await openProblem(error, bundle, ranges, signal);
  }
  reader.listing = false;
  checkEntries(bundle, files, await ranges.size(signal));
  return new Map(files.map(file => [sameFileName(file.name), file]));
}

function kindFile(entry: Entry & { directory: false }): KindFile {
  return {
    name: entry.filename,
    size: entry.uncompressedSize,
    packedSize: entry.compressedSize,
    async unpack(into, signal) {
      const options = { useWebWorkers: false, checkCrc32: true, checkOverlappingEntry: true };
      await entry.getData(into, { ...options, ...(signal && { signal }) });
    }
  };
}

/** Links could lead anywhere once unpacked. */
function checkEntry(entry: Entry, bundle: string): void {
  if (entry.symlink) {
    throw new SourceError(
      'unsafe-path',
      `“${bundle}” holds a link (“${printable(entry.filename)}”) instead of a file. Zip the file itself.`
    );
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
