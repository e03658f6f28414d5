/** Samples of one component, those outside of the image left out. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  readonly stride: number;
  readonly data: Uint8Array;
}

/**
 * One row of a component at the image's full width. Halved components are taken between their samples (weights 3 and 1)
 * as libjpeg does it; `across` and `down` are 1 to 4 times.
 */
export function fullRow(plane: Plane, row: number, across: number, down: number, out: Uint8Array): void {
  const { data, stride, width, height } = plane;
  const near = Math.min(Math.floor(row / down), height - 1);
  if (down === 2 && across <= 2 && (across === 1 || width > 2)) {
    const other = Math.max(0, Math.min(row % 2 === 0 ? near - 1 : near + 1, height - 1));
    const sums = (x: number) => 3 * data[near * stride + x] + data[other * stride + x];
    if (across === 1) {
      const bias = row % 2 === 0 ? 1 : 2;
      for (let x = 0; x < width; x++) {
        out[x] = (sums(x) + bias) >> 2;
      }
      return;
    }
    for (let x = 0; x < width; x++) {
      const here = sums(x);
      out[2 * x] = x === 0 ? (here * 4 + 8) >> 4 : (here * 3 + sums(x - 1) + 8) >> 4;
      out[2 * x + 1] = x === width - 1 ? (here * 4 + 7) >> 4 : (here * 3 + sums(x + 1) + 7) >> 4;
    }
    return;
  }
  const line = data.subarray(near * stride, near * stride + width);
  if (across === 2 && down === 1 && width > 2) {
    for (let x = 0; x < width; x++) {
      out[2 * x] = x === 0 ? line[0] : (3 * line[x] + line[x - 1] + 1) >> 2;
      out[2 * x + 1] = x === width - 1 ? line[x] : (3 * line[x] + line[x + 1] + 2) >> 2;
    }
    return;
  }
  if (across === 1) {
    out.set(line);
    return;
  }
  for (let x = 0; x < width; x++) {
    out.fill(line[x], x * across, (x + 1) * across);
  }
}
