import { decompress } from 'fzstd';

/** Unpacks Zstandard into `out`, and says how many bytes there were; never writes more. Throws where it cannot be. */
export function unpackZstd(bytes: Uint8Array, out: Uint8Array): number {
  return decompress(bytes, notAsText(out)).length;
}

/** fzstd compares the array with the number 1, for which the engine would write out all of it as text. */
function notAsText(out: Uint8Array): Uint8Array {
  return Object.assign(out, { [Symbol.toPrimitive]: () => NaN });
}
