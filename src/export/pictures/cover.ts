import { toNumbers } from '../../tensor/cast';
import { createTensor } from '../../tensor/create';
import { toUint8 } from '../../tensor/display';
import { objectColour } from '../../tensor/labels';
import { encodePng } from '../../tensor/png';
import { percentiles } from '../../tensor/quantile';
import { valueRange } from '../../tensor/stats';
import type { Tensor } from '../../tensor/tensor';

/** Side of each of the two pictures in pixels; six bytes' worth of colours stay far below the zoo's 500 kB. */
const SIDE = 320;

/** One half of the cover: a picture [y, x], or [y, x, 3] in colours, and how its numbers become shades. */
export interface Panel {
  readonly picture: Tensor;
  /** `labels`: a colour for each number. `contrast`: from its percentile 0.5 to 99.8. Else from one number to the other. */
  readonly look: 'labels' | 'contrast' | { readonly min: number; readonly max: number };
}

/**
 * The cover: input left, output right, twice as wide as high, 8-bit PNG; grey where both are, else in colours.
 * The largest square in the middle of each is shown, so that pictures of other sizes show the same part.
 */
export function drawCover(input: Panel, output: Panel): Uint8Array {
  const panels = [shades(input), shades(output)].map(square);
  const channels = Math.max(...panels.map(panel => panel.channels));
  const pixels = new Uint8Array(2 * SIDE * SIDE * channels);
  panels.forEach((panel, index) => {
    for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
      const [row, column] = [Math.floor(pixel / SIDE), pixel % SIDE];
      for (let channel = 0; channel < channels; channel++) {
        const from = panel.channels === 1 ? pixel : pixel * panel.channels + channel;
        pixels[((row * 2 + index) * SIDE + column) * channels + channel] = panel.values[from];
      }
    }
  });
  return encodePng(createTensor('uint8', [SIDE, 2 * SIDE, ...(channels > 1 ? [channels] : [])], pixels));
}

/** Rows and columns of 1 or 3 bytes a pixel. */
interface Shades {
  readonly values: Uint8Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Numbers of objects: a pixel between two is one of them, not their mean. */
  readonly sharp: boolean;
}

function shades({ picture, look }: Panel): Shades {
  const [height, width, channels = 1] = picture.shape;
  if (look === 'labels') {
    return { values: coloured(picture), height, width, channels: 3, sharp: true };
  }
  const range = look === 'contrast' ? contrast(picture) : look;
  return { values: toUint8(picture, range).data, height, width, channels, sharp: false };
}

function coloured(picture: Tensor): Uint8Array {
  const numbers = toNumbers(picture);
  const values = new Uint8Array(numbers.length * 3);
  for (let i = 0; i < numbers.length; i++) {
    values.set(objectColour(numbers[i]), i * 3);
  }
  return values;
}

/** A picture that is mostly of one value, with few bright spots, has no such range: then it is shown from end to end. */
function contrast(picture: Tensor): { min: number; max: number } {
  const [min, max] = percentiles(picture, [0.5, 99.8]);
  return max > min ? { min, max } : (valueRange(picture) ?? { min: 0, max: 1 });
}

/** The square in the middle at SIDE x SIDE pixels, each the mean of the pixels that it covers (at least one). */
function square(picture: Shades): { values: Uint8Array; channels: number } {
  const { height, width, channels, sharp } = picture;
  const side = Math.min(height, width);
  const [top, left] = [Math.floor((height - side) / 2), Math.floor((width - side) / 2)];
  const from = (i: number) => Math.floor((i * side) / SIDE);
  const to = (i: number) => (sharp ? from(i) + 1 : Math.max(from(i) + 1, Math.floor(((i + 1) * side) / SIDE)));
  const values = new Uint8Array(SIDE * SIDE * channels);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      for (let channel = 0; channel < channels; channel++) {
        const rows = [top + from(y), top + to(y)] as const;
        const columns = [left + from(x), left + to(x)] as const;
        values[(y * SIDE + x) * channels + channel] = mean(picture, rows, columns, channel);
      }
    }
  }
  return { values, channels };
}

type Span = readonly [from: number, to: number];

function mean({ values, width, channels }: Shades, rows: Span, columns: Span, channel: number): number {
  let sum = 0;
  for (let row = rows[0]; row < rows[1]; row++) {
    for (let column = columns[0]; column < columns[1]; column++) {
      sum += values[(row * width + column) * channels + channel];
    }
  }
  return sum / ((rows[1] - rows[0]) * (columns[1] - columns[0]));
}
