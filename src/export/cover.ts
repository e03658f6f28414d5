import { toNumbers } from '../tensor/cast';
import { createTensor } from '../tensor/create';
import { toUint8 } from '../tensor/display';
import { encodePng } from '../tensor/png';
import { percentiles } from '../tensor/quantile';
import type { Tensor } from '../tensor/tensor';

/** Side of each of the two pictures in pixels; two bytes' worth of grey stay far below the zoo's 500 kB. */
const SIDE = 320;

/**
 * The cover: input left, output right, twice as wide as high, 8-bit grey PNG.
 * Both tensors are pictures [y, x] of one size; the largest square in their middle is shown. The input's contrast runs
 * from its percentile 0.5 to 99.8, the output's over `outputRange`.
 */
export function drawCover(input: Tensor, output: Tensor, outputRange: readonly [number, number]): Uint8Array {
  const [low, high] = percentiles(input, [0.5, 99.8]);
  const left = panel(toUint8(input, { min: low, max: high }));
  const right = panel(toUint8(output, { min: outputRange[0], max: outputRange[1] }));
  const pixels = new Uint8Array(2 * SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    pixels.set(left.subarray(y * SIDE, (y + 1) * SIDE), 2 * y * SIDE);
    pixels.set(right.subarray(y * SIDE, (y + 1) * SIDE), (2 * y + 1) * SIDE);
  }
  return encodePng(createTensor('uint8', [SIDE, 2 * SIDE], pixels));
}

/** The square in the middle at SIDE x SIDE pixels, each the mean of the pixels that it covers (at least one). */
function panel(picture: Tensor<'uint8'>): Uint8Array {
  const [height, width] = picture.shape;
  const side = Math.min(height, width);
  const [top, left] = [Math.floor((height - side) / 2), Math.floor((width - side) / 2)];
  const values = toNumbers(picture);
  const out = new Uint8Array(SIDE * SIDE);
  const from = (i: number) => Math.floor((i * side) / SIDE);
  const to = (i: number) => Math.max(from(i) + 1, Math.floor(((i + 1) * side) / SIDE));
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      let sum = 0;
      for (let row = from(y); row < to(y); row++) {
        for (let column = from(x); column < to(x); column++) {
          sum += values[(top + row) * width + left + column];
        }
      }
      out[y * SIDE + x] = sum / ((to(y) - from(y)) * (to(x) - from(x)));
    }
  }
  return out;
}
