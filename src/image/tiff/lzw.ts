const clear = 256;
const end = 257;
const mostCodes = 4096;

/**
 * Unpacks the TIFF kind of LZW (TIFF 6.0, section 13: most significant bit first, codes grow one early) into `out`, and
 * says how many bytes there were. What does not fit is left out; throws where a code cannot be.
 */
export function unpackLzw(bytes: Uint8Array, out: Uint8Array): number {
  const prefix = new Uint16Array(mostCodes);
  const suffix = new Uint8Array(mostCodes);
  const lengths = new Uint16Array(mostCodes).fill(1, 0, 256);
  for (let code = 0; code < 256; code++) {
    suffix[code] = code;
  }
  let [next, width, before, filled] = [258, 9, -1, 0];
  let [bits, held, at] = [0, 0, 0];
  while (filled < out.length) {
    while (held < width && at < bytes.length) {
      bits = ((bits << 8) | bytes[at++]) & 0xffffff;
      held += 8;
    }
    if (held < width) {
      break;
    }
    held -= width;
    const code = (bits >> held) & ((1 << width) - 1);
    if (code === end) {
      break;
    }
    if (code === clear) {
      [next, width, before] = [258, 9, -1];
      continue;
    }
    if (before === -1 ? code > 255 : code > next || (code === next && next >= mostCodes)) {
      throw new RangeError(`LZW code ${code} of ${next}`);
    }
    const known = before === -1 || code < next;
    const length = known ? lengths[code] : lengths[before] + 1;
    let from = known ? code : before;
    let to = filled + length - 1;
    if (!known) {
      to--;
    }
    for (; from > 255; from = prefix[from], to--) {
      if (to < out.length) {
        out[to] = suffix[from];
      }
    }
    out[filled] = from;
    if (!known && filled + length <= out.length) {
      out[filled + length - 1] = from;
    }
    filled = Math.min(filled + length, out.length);
    if (before !== -1 && next < mostCodes) {
      prefix[next] = before;
      suffix[next] = from;
      lengths[next] = lengths[before] + 1;
      next++;
      width = next >= 2047 ? 12 : next >= 1023 ? 11 : next >= 511 ? 10 : 9;
    }
    before = code;
  }
  return filled;
}
