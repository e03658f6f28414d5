/** Unpacks one block of LZ4 into `out`, and says how many bytes there were. Throws where it cannot be. */
export function unpackLz4(bytes: Uint8Array, out: Uint8Array): number {
  let [at, filled] = [0, 0];
  const lengthOf = (nibble: number): number => {
    let length = nibble;
    for (let more = nibble === 15 ? 255 : 0; more === 255; length += more) {
      more = bytes[at++] ?? 0;
    }
    return length;
  };
  while (at < bytes.length) {
    const token = bytes[at++];
    const literals = lengthOf(token >> 4);
    if (at + literals > bytes.length || filled + literals > out.length) {
      throw new RangeError('LZ4 literals');
    }
    out.set(bytes.subarray(at, at + literals), filled);
    at += literals;
    filled += literals;
    if (at >= bytes.length) {
      break;
    }
    const back = bytes[at] | (bytes[at + 1] << 8);
    at += 2;
    const length = lengthOf(token & 15) + 4;
    if (back === 0 || back > filled || filled + length > out.length) {
      throw new RangeError('LZ4 match');
    }
    for (let i = 0; i < length; i++, filled++) {
      out[filled] = out[filled - back];
    }
  }
  return filled;
}
