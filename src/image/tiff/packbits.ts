/** Unpacks PackBits (TIFF 6.0, section 9) into `out`, and says how many bytes there were; what does not fit is left out. */
export function unpackBits(bytes: Uint8Array, out: Uint8Array): number {
  let filled = 0;
  for (let at = 0; at < bytes.length && filled < out.length;) {
    const head = bytes[at++];
    if (head < 128) {
      const run = Math.min(head + 1, bytes.length - at, out.length - filled);
      out.set(bytes.subarray(at, at + run), filled);
      at += head + 1;
      filled += run;
    } else if (head > 128 && at < bytes.length) {
      const run = Math.min(257 - head, out.length - filled);
      out.fill(bytes[at++], filled, filled + run);
      filled += run;
    }
  }
  return filled;
}
