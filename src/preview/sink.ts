import { SourceError } from './source';

/** Where an unpacked file goes: exactly as many bytes as were announced, no more are ever held. */
export interface FixedSink {
  readonly writable: WritableStream<Uint8Array>;
  /** The whole; throws `SourceError` where fewer bytes came. */
  bytes(file: string, bundle: string): Uint8Array;
}

export function fixedSink(size: number): FixedSink {
  // Grows with what really comes: a lying header cannot make us reserve what is not there.
  let held = new Uint8Array(Math.min(size, 2 ** 20));
  let length = 0;
  const writable = new WritableStream<Uint8Array>({
    write(chunk) {
      if (length + chunk.length > size) {
        throw new SourceError('too-large', `A file unpacks to more than the ${size} bytes that were announced.`);
      }
      if (length + chunk.length > held.length) {
        const grown = new Uint8Array(Math.min(size, Math.max(2 * held.length, length + chunk.length)));
        grown.set(held.subarray(0, length));
        held = grown;
      }
      held.set(chunk, length);
      length += chunk.length;
    }
  });
  return {
    writable,
    bytes(file, bundle) {
      if (length < size) {
        throw new SourceError(
          'damaged',
          `The file “${file}” in “${bundle}” is cut short: ${length} of ${size} bytes. Download or copy the bundle again.`
        );
      }
      return held.length === size ? held : held.slice(0, size);
    }
  };
}
