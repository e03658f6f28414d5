import { formatBytes } from './bytes';
import { checkEntries, limits, printable, sameFileName } from './limits';
import { blobReader, bytesReader } from '../tensor/ranges';
import type { RangeReader } from '../tensor/ranges';
import { fixedSink, memorySink } from './sink';
import type { Begin, Container, FileEntry, FileSource, UnreadFile } from './source';
import { SourceError } from './source';
import type { ZipInfo } from './zipfile/directory';
import { readDirectory } from './zipfile/directory';
import { openKindly } from './zipfile/kind';
import type { KindFile } from './zipfile/kind';
import { Refusal } from './zipfile/refusal';
import { headSize, unpackEntry } from './zipfile/unpack';

/**
 * A bundle in a zip. Only its list of files is read at first, then each file when it is asked for, so that a bundle of
 * several GB opens without being in memory. Names, counts and sizes are held to `limits` before anything is unpacked,
 * and the stated sizes while unpacking.
 *
 * All is read as the zoo's library reads it. What that refuses is tried in a kinder way, and remembered for the report.
 */
export function zipSource(zip: Uint8Array | Blob | RangeReader, name = 'bundle.zip'): FileSource {
  const reader = zip instanceof Uint8Array ? bytesReader(zip) : zip instanceof Blob ? blobReader(zip) : zip;
  let opened: Promise<OpenZip> | undefined;
  const open = (signal?: AbortSignal): Promise<OpenZip> => {
    const opening = (opened ??= OpenZip.open(reader, name, signal));
    // What failed or was aborted may be tried again.
    opening.catch(() => (opened = undefined));
    return opening;
  };
  return {
    name,
    list: async signal => (await open(signal)).entries,
    read: async (file, signal) => (await open(signal)).read(file, signal),
    pass: async (file, signal, begin) => (await open(signal)).pass(file, signal, begin),
    container: async signal => (await open(signal)).container,
    close: async () => reader.close?.()
  };
}

const nowhere: Begin = () => () => undefined;

class OpenZip {
  readonly entries: readonly FileEntry[];
  readonly container: Container;
  private readonly unreadable = new Map<string, UnreadFile>();
  private readonly sound = new Set<string>();

  private constructor(
    private readonly ranges: RangeReader,
    private readonly bundle: string,
    /** By the name that is shown: as the zoo's library lists them, or as they could be read kindly. */
    private readonly files: ReadonlyMap<string, ZipInfo>,
    private kind: Promise<ReadonlyMap<string, KindFile>> | null,
    container: Pick<Container, 'names' | 'refusal' | 'overlapping'>,
    entries: readonly FileEntry[]
  ) {
    this.entries = entries;
    this.container = { kind: 'zip', ...container, unreadable: this.unreadable };
  }

  static async open(ranges: RangeReader, bundle: string, signal?: AbortSignal): Promise<OpenZip> {
    try {
      const listed = await readDirectory(ranges, bundle, signal);
      if (listed) {
        return await OpenZip.asListed(ranges, bundle, listed, signal);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      return OpenZip.kindly(ranges, bundle, error.reason, signal);
    }
    return OpenZip.kindly(ranges, bundle, 'the list of files at its end is missing', signal);
  }

  private static async asListed(
    ranges: RangeReader,
    bundle: string,
    listed: readonly ZipInfo[],
    signal?: AbortSignal
  ): Promise<OpenZip> {
    const files = listed.filter(({ name }) => !name.endsWith('/'));
    files.forEach(file => checkKind(file, bundle));
    const entries = files.map(({ written, size }) => ({ name: written, size }));
    checkEntries(bundle, entries, await ranges.size(signal));
    const names = new Set(listed.map(({ name }) => name));
    const byName = new Map(files.map(file => [sameFileName(file.name), file]));
    const shown = entries.map(entry => ({ ...entry, name: sameFileName(entry.name) }));
    return new OpenZip(ranges, bundle, byName, null, { names, ...sharedPlace(files) }, shown);
  }

  private static async kindly(
    ranges: RangeReader,
    bundle: string,
    refusal: string,
    signal?: AbortSignal
  ): Promise<OpenZip> {
    const found = await openKindly(ranges, bundle, signal);
    const entries = [...found.values()].map(({ name, size }) => ({ name: sameFileName(name), size }));
    const names = new Set([...found.values()].map(({ name }) => name));
    return new OpenZip(ranges, bundle, new Map(), Promise.resolve(found), { names, refusal }, entries);
  }

  async read(file: string, signal?: AbortSignal): Promise<Uint8Array> {
    const name = sameFileName(file);
    const size = this.entries.find(entry => entry.name === name)?.size ?? 0;
    if (size > limits.read) {
      throw this.tooLarge(name, `${formatBytes(size)}, more than can be read here at once`);
    }
    const sink = memorySink(size);
    await this.unpack(name, sink.begin, signal);
    return sink.bytes();
  }

  async pass(file: string, signal?: AbortSignal, begin?: Begin): Promise<void> {
    const name = sameFileName(file);
    if (begin || (!this.sound.has(name) && !this.unreadable.has(name))) {
      await this.unpack(name, begin ?? nowhere, signal);
    }
  }

  /** As the zoo's library does, else kindly. */
  private async unpack(name: string, begin: Begin, signal?: AbortSignal): Promise<void> {
    const info = this.files.get(name);
    if (!info) {
      return this.unpackKindly(name, begin, null, signal);
    }
    this.checkSize(info);
    try {
      await unpackEntry(this.ranges, info, begin(), signal);
      this.sound.add(name);
    } catch (error) {
      if (!(error instanceof Refusal)) {
        throw error;
      }
      this.unreadable.set(name, { reason: error.reason, readHere: false });
      await this.unpackKindly(name, begin, error.reason, signal);
      this.unreadable.set(name, { reason: error.reason, readHere: true });
    }
  }

  private async unpackKindly(name: string, begin: Begin, reason: string | null, signal?: AbortSignal): Promise<void> {
    const files = await (this.kind ??= openKindly(this.ranges, this.bundle, signal)).catch(() => null);
    signal?.throwIfAborted();
    const file = files?.get(name);
    if (!file) {
      throw reason === null ? this.notFound(name) : this.problem(name, reason);
    }
    this.checkSize(file);
    const into = fixedSink(file.size, begin());
    try {
      await file.unpack(into.writable, signal);
      into.end(printable(name), this.bundle);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof SourceError && reason === null) {
        throw error;
      }
      throw this.problem(name, reason ?? 'its data or its place in the zip are wrong', error);
    }
    this.sound.add(name);
  }

  private checkSize({ name, size, packedSize }: Pick<ZipInfo, 'name' | 'size' | 'packedSize'>): void {
    if (size > limits.suspicious && size > limits.ratio * packedSize) {
      throw this.tooLarge(name, `${formatBytes(size)} from ${formatBytes(packedSize)}`);
    }
  }

  private tooLarge(name: string, what: string): SourceError {
    return new SourceError(
      'too-large',
      `The file “${printable(name)}” in “${this.bundle}” would unpack to ${what}. It was not unpacked.`
    );
  }

  private notFound(name: string): SourceError {
    return new SourceError('not-found', `“${this.bundle}” holds no file “${printable(name)}”.`);
  }

  /** A way of packing, or a password, is no damage: another mend helps. */
  private problem(name: string, reason: string, cause?: unknown): SourceError {
    const file = `The file “${printable(name)}” in “${this.bundle}”`;
    if (reason.endsWith('a password') || reason.endsWith('(AES)')) {
      return new SourceError('encrypted', `${file} is protected by a password. Zip it again without one.`, { cause });
    }
    if (reason.startsWith('it is packed with')) {
      const message = `${file} cannot be unpacked: ${reason}. Zip it again with the usual method (deflate).`;
      return new SourceError('unsupported', message, { cause });
    }
    return new SourceError('damaged', `${file} is damaged: ${reason}. Download or copy the bundle again.`, { cause });
  }
}

/** Links could lead anywhere once unpacked. */
function checkKind({ name, mode }: ZipInfo, bundle: string): void {
  if (mode !== null && (mode & 0o170000) === 0o120000) {
    throw new SourceError(
      'unsafe-path',
      `“${bundle}” holds a link (“${printable(name)}”) instead of a file. Zip the file itself.`
    );
  }
}

/** A file whose data reach into the next one's: older versions of Python read it, newer ones raise an error. */
function sharedPlace(files: readonly ZipInfo[]): Pick<Container, 'overlapping'> {
  const inOrder = [...files].sort((one, other) => one.offset - other.offset);
  const found = inOrder.find(({ offset, packedSize }, index) => {
    const next = inOrder[index + 1]?.offset ?? Infinity;
    return next - offset < headSize + packedSize;
  });
  return found ? { overlapping: found.name } : {};
}
