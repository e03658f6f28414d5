/**
 * The inverse cosine transform in whole numbers of 13 bits after C. Loeffler, A. Ligtenberg and G. Moschytz (1989), in
 * the steps and roundings of libjpeg's accurate method, so that images have the same grey levels as in Python.
 */
const constantBits = 13;
const passBits = 2;
const levels = new Int32Array(64);
const workspace = new Int32Array(64);

/** Writes 8 x 8 samples of 0..255 to `out` from `at` on, rows `stride` apart. `block` is in the order of the block. */
export function inverse(block: Int16Array, table: Uint16Array, out: Uint8Array, at: number, stride: number): void {
  for (let i = 0; i < 64; i++) {
    levels[i] = block[i] * table[i];
  }
  for (let column = 0; column < 8; column++) {
    eight(levels, column, 8, constantBits - passBits);
  }
  for (let row = 0; row < 8; row++) {
    eight(workspace, row * 8, 1, constantBits + passBits + 3);
    const to = at + row * stride;
    for (let i = 0; i < 8; i++) {
      const value = workspace[row * 8 + i] + 128;
      out[to + i] = value < 0 ? 0 : value > 255 ? 255 : value;
    }
  }
}

function eight(from: Int32Array, first: number, step: number, shift: number): void {
  const v0 = from[first];
  const v1 = from[first + step];
  const v2 = from[first + 2 * step];
  const v3 = from[first + 3 * step];
  const v4 = from[first + 4 * step];
  const v5 = from[first + 5 * step];
  const v6 = from[first + 6 * step];
  const v7 = from[first + 7 * step];
  const to = workspace;
  const half = 1 << (shift - 1);
  const even = (v2 + v6) * 4433;
  const e2 = even - v6 * 15137;
  const e3 = even + v2 * 6270;
  const e0 = (v0 + v4) * 8192;
  const e1 = (v0 - v4) * 8192;
  const s0 = e0 + e3;
  const s3 = e0 - e3;
  const s1 = e1 + e2;
  const s2 = e1 - e2;
  const odd = (v7 + v3 + v5 + v1) * 9633;
  const z1 = (v7 + v1) * -7373;
  const z2 = (v5 + v3) * -20995;
  const z3 = (v7 + v3) * -16069 + odd;
  const z4 = (v5 + v1) * -3196 + odd;
  const o0 = v7 * 2446 + z1 + z3;
  const o1 = v5 * 16819 + z2 + z4;
  const o2 = v3 * 25172 + z2 + z3;
  const o3 = v1 * 12299 + z1 + z4;
  to[first] = (s0 + o3 + half) >> shift;
  to[first + 7 * step] = (s0 - o3 + half) >> shift;
  to[first + step] = (s1 + o2 + half) >> shift;
  to[first + 6 * step] = (s1 - o2 + half) >> shift;
  to[first + 2 * step] = (s2 + o1 + half) >> shift;
  to[first + 5 * step] = (s2 - o1 + half) >> shift;
  to[first + 3 * step] = (s3 + o0 + half) >> shift;
  to[first + 4 * step] = (s3 - o0 + half) >> shift;
}
