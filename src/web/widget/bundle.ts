import { folderSource, type FolderFile } from '../../bundle/folder';
import { blockReader, type RangeReader, streamRanges } from '../../tensor/ranges';
import { type FileEntry, type FileSource, SourceError } from '../../bundle/source';
import { zipSource } from '../../bundle/zip';
import type { Kernel } from './kernel';
import type { GivenFile } from '../../widgets/ownImage/services';
import { isRecord } from '../../tensor/lookup';

/** Bytes that are asked for at once: small enough for every way between a kernel and its page. */
const RANGE = 2 * 2 ** 20;

/** What the kernel says of the bundle that it was given. */
export interface Opening {
  readonly source: FileSource;
  /** The researcher's own arrays, one for each input; none where none was given. */
  readonly images: readonly OwnFile[];
  /** By this name the page finds the output that a saved notebook keeps of this report. */
  readonly token: string;
  /** The kernel's Python, which can run the weights that a page cannot. */
  readonly python: string | null;
  /** Code of the bundle may run there. */
  readonly allowCode: boolean;
}

/** An array that waits in the kernel. */
export interface OwnFile {
  /** Bytes of the .npy file. */
  readonly size: number;
  /** A letter for each axis, where they were said. */
  readonly axes: string | null;
  /** What the researcher knows it by. */
  readonly name: string;
}

/** The bundle is not there yet: this page is to make it. */
interface Unmade {
  readonly order: unknown;
  readonly token: string;
}

/** The bundle beside the kernel: it stays there, and is read by ranges. Throws `SourceError`. */
export async function openBundle(kernel: Kernel, signal?: AbortSignal): Promise<Opening | Unmade> {
  const { message } = await kernel.ask({ ask: 'open' }, signal);
  if (message.kind === 'order') {
    return { order: message.order, token: typeof message.token === 'string' ? message.token : '' };
  }
  const name = typeof message.name === 'string' ? message.name : 'bundle';
  const token = typeof message.token === 'string' ? message.token : '';
  const images = Array.isArray(message.images) ? message.images.flatMap(ownFile) : [];
  const python = typeof message.python === 'string' && message.python !== '' ? message.python : null;
  const known = { images, token, python, allowCode: message.allowCode === true };
  if (message.kind === 'zip' && typeof message.size === 'number') {
    return { source: zipSource(blockReader(zipRanges(kernel, message.size)), name), ...known };
  }
  if (message.kind === 'folder' && Array.isArray(message.entries)) {
    const files = message.entries.filter(isEntry).map(entry => folderFile(kernel, entry));
    const options = typeof message.description === 'string' ? { description: message.description } : {};
    return { source: folderSource(files, name, options), ...known };
  }
  throw new SourceError('unreachable', 'The kernel answers as another version of Zooport does. Restart it.');
}

/** The researcher's own image of an input as it waits in the kernel: a file of numbers. */
export function givenImage(kernel: Kernel, { size, name }: OwnFile, index: number): GivenFile {
  const bytes: RangeReader = {
    size: () => Promise.resolve(size),
    read: (offset, length, signal) => readRanges(kernel, { ask: 'image', index }, offset, length, signal)
  };
  return { name, bytes };
}

function ownFile(value: unknown, index: number): OwnFile[] {
  if (!isRecord(value) || typeof value.size !== 'number') {
    return [];
  }
  const axes = typeof value.axes === 'string' ? value.axes : null;
  const name = typeof value.name === 'string' ? value.name : index === 0 ? 'your array' : `your array ${index + 1}`;
  return [{ size: value.size, axes, name }];
}

function zipRanges(kernel: Kernel, size: number): RangeReader {
  return {
    size: () => Promise.resolve(size),
    read: (offset, length, signal) => readRanges(kernel, {}, offset, length, signal)
  };
}

function folderFile(kernel: Kernel, { name, size }: FileEntry): FolderFile {
  const ranges: RangeReader = {
    size: () => Promise.resolve(size),
    read: (offset, length, signal) => readRanges(kernel, { name }, offset, length, signal)
  };
  return {
    name,
    size,
    read: signal => ranges.read(0, size, signal),
    stream: (take, signal) => streamRanges(ranges, take, signal)
  };
}

async function readRanges(
  kernel: Kernel,
  file: { ask?: string; name?: string; index?: number },
  offset: number,
  length: number,
  signal?: AbortSignal
): Promise<Uint8Array> {
  const whole = new Uint8Array(length);
  for (let read = 0; read < length;) {
    const wanted = Math.min(RANGE, length - read);
    const { bytes } = await kernel.ask({ ask: 'range', ...file, offset: offset + read, length: wanted }, signal);
    if (bytes.length !== wanted) {
      throw new SourceError('damaged', 'The bundle became shorter while it was read. Check it again.');
    }
    whole.set(bytes, read);
    read += wanted;
  }
  return whole;
}

function isEntry(value: unknown): value is FileEntry {
  return isRecord(value) && typeof value.name === 'string' && typeof value.size === 'number';
}
