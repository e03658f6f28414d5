/** The bytes of a file, in memory or where they can be read piece by piece. They do not change while they are in use. */
export interface StoredBytes {
  readonly length: number;
  /** From `from` up to `to`, or to the end where that comes earlier; a view where the bytes are in memory. */
  read(from: number, to: number): Uint8Array;
  /** All of them, where they are in memory. */
  readonly whole?: Uint8Array;
}

export function inMemory(bytes: Uint8Array): StoredBytes {
  return { length: bytes.length, whole: bytes, read: (from, to) => bytes.subarray(from, to) };
}

/** A part of a file as a file of its own. Nothing is copied. */
export function partOf(bytes: StoredBytes, from: number, length: number): StoredBytes {
  return {
    length,
    ...(bytes.whole && { whole: bytes.whole.subarray(from, from + length) }),
    read: (start, end) => bytes.read(from + start, from + Math.min(end, length))
  };
}
