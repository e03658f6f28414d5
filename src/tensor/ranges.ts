/** Bytes that can be read anywhere: memory, a file on disk, a server that knows ranges. */
export interface RangeReader {
  /** Length in bytes. */
  size(signal?: AbortSignal): Promise<number>;
  /** Exactly `length` bytes from `offset`. Rejects where they are not there. */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array>;
  close?(): Promise<void>;
}

export function bytesReader(bytes: Uint8Array): RangeReader {
  return {
    size: () => Promise.resolve(bytes.length),
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length))
  };
}

export function blobReader(blob: Blob): RangeReader {
  return {
    size: () => Promise.resolve(blob.size),
    read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer())
  };
}

/** How much is asked for at once. */
const piece = 4 * 2 ** 20;

/** Gives all bytes part by part: a file of any size is read in little memory. */
export async function streamRanges(
  reader: RangeReader,
  take: (part: Uint8Array) => void,
  signal?: AbortSignal
): Promise<void> {
  const size = await reader.size(signal);
  for (let at = 0; at < size; at += piece) {
    signal?.throwIfAborted();
    take(await reader.read(at, Math.min(piece, size - at), signal));
  }
}

/**
 * Joins small reads that lie close together into blocks, a few of which are kept: a zip's headers are many reads of
 * 30 bytes, and each would be a request of its own.
 */
export function blockReader(reader: RangeReader, blockSize = 64 * 1024, keptBlocks = 16): RangeReader {
  const blocks = new Map<number, Promise<Uint8Array>>();
  const block = async (index: number, signal?: AbortSignal): Promise<Uint8Array> => {
    const known = blocks.get(index);
    if (known) {
      return known;
    }
    const offset = index * blockSize;
    const length = Math.min(blockSize, (await reader.size(signal)) - offset);
    const read = reader.read(offset, length, signal);
    blocks.set(index, read);
    // A block that failed or was aborted is asked for again the next time.
    read.catch(() => blocks.delete(index));
    if (blocks.size > keptBlocks) {
      const [oldest] = blocks.keys();
      blocks.delete(oldest);
    }
    return read;
  };
  return {
    size: signal => reader.size(signal),
    close: () => reader.close?.() ?? Promise.resolve(),
    async read(offset, length, signal) {
      if (length >= blockSize || length === 0) {
        return reader.read(offset, length, signal);
      }
      const [first, last] = [Math.floor(offset / blockSize), Math.floor((offset + length - 1) / blockSize)];
      const start = offset - first * blockSize;
      const head = (await block(first, signal)).subarray(start, start + length);
      if (first === last) {
        return head;
      }
      const tail = (await block(last, signal)).subarray(0, length - head.length);
      const joined = new Uint8Array(head.length + tail.length);
      joined.set(head);
      joined.set(tail, head.length);
      return joined;
    }
  };
}
