import { SourceError } from './source';

/** A file in memory: never more than came, and never more than was announced. */
interface MemorySink {
  /** Forgets what came, and gives where the file's bytes go from here on. */
  begin(): (part: Uint8Array) => void;
  bytes(): Uint8Array;
}

export function memorySink(size: number): MemorySink {
  let held = new Uint8Array(0);
  let length = 0;
  const take = (part: Uint8Array): void => {
    if (length + part.length > held.length) {
      const grown = new Uint8Array(Math.max(Math.min(size, 2 * held.length), length + part.length));
      grown.set(held.subarray(0, length));
      held = grown;
    }
    held.set(part, length);
    length += part.length;
  };
  return {
    begin() {
      // Grows with what really comes: a lying header cannot make us reserve what is not there.
      held = new Uint8Array(Math.min(size, 2 ** 20));
      length = 0;
      return take;
    },
    bytes: () => (held.length === length ? held : held.slice(0, length))
  };
}

/** Where a stream goes that must have exactly as many bytes as were announced. */
interface FixedSink {
  readonly writable: WritableStream<Uint8Array>;
  /** Throws `SourceError` where fewer bytes came. */
  end(file: string, bundle: string): void;
}

export function fixedSink(size: number, take: (part: Uint8Array) => void): FixedSink {
  let length = 0;
  const writable = new WritableStream<Uint8Array>({
    write(chunk) {
      length += chunk.length;
      if (length > size) {
        throw new SourceError('too-large', `A file unpacks to more than the ${size} bytes that were announced.`);
      }
      take(chunk);
    }
  });
  return {
    writable,
    end(file, bundle) {
      if (length < size) {
        throw new SourceError(
          'damaged',
          `The file “${file}” in “${bundle}” is cut short: ${length} of ${size} bytes. Download or copy the bundle again.`
        );
      }
    }
  };
}
