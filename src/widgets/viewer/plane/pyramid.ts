import { planeFrom, type Plane, type Shrink } from './plane';

/** Half, a quarter ... of each picture, made when first shown so small; a third of the picture's own memory. */
const pyramids = new WeakMap<Plane, Plane[]>();

/** A picture and how many pixels of the whole one each of its pixels stands for, along both axes. */
export interface Level {
  readonly plane: Plane;
  readonly factor: number;
}

/**
 * The picture to draw from where a screen pixel covers `step` of its pixels: of what is returned it covers less than
 * two, so that drawing reads little more than what is seen. Label images stay as they are.
 */
export function levelFor(plane: Plane, step: number): Level {
  if (plane.shrink === 'one') {
    return { plane, factor: 1 };
  }
  const levels = pyramids.get(plane) ?? [plane];
  pyramids.set(plane, levels);
  let factor = 1;
  let index = 0;
  while (step >= 2 * factor && (levels[index].width > 1 || levels[index].height > 1)) {
    index++;
    factor *= 2;
    levels[index] ??= halved(levels[index - 1]);
  }
  return { plane: levels[index], factor };
}

/** Every second row and column, each of four neighbours; the last stands alone where their number is odd. */
function halved(plane: Plane): Plane {
  const width = Math.ceil(plane.width / 2);
  const height = Math.ceil(plane.height / 2);
  const values = storage(plane, width * height);
  const upper = new Float64Array(plane.width + 1);
  const lower = new Float64Array(plane.width + 1);
  const join = joins[plane.shrink];
  for (let y = 0; y < height; y++) {
    plane.read(2 * y, 0, plane.width, upper);
    plane.read(Math.min(2 * y + 1, plane.height - 1), 0, plane.width, lower);
    upper[plane.width] = upper[plane.width - 1];
    lower[plane.width] = lower[plane.width - 1];
    join(upper, lower, values, y * width, width);
  }
  return planeFrom(values, width, height, plane.shrink);
}

type Storage = Uint8Array | Uint16Array | Float32Array;

function storage({ whole }: Plane, length: number): Storage {
  return whole === 'uint8'
    ? new Uint8Array(length)
    : whole === 'uint16'
      ? new Uint16Array(length)
      : new Float32Array(length);
}

type Join = (upper: Float64Array, lower: Float64Array, into: Storage, start: number, length: number) => void;

const joins: Readonly<Record<Shrink, Join>> = {
  mean: (upper, lower, into, start, length) => {
    // Whole numbers are cut off when stored.
    const half = into instanceof Float32Array ? 0 : 0.5;
    for (let x = 0; x < length; x++) {
      into[start + x] = (upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1]) / 4 + half;
    }
  },
  extreme: (upper, lower, into, start, length) => {
    for (let x = 0; x < length; x++) {
      into[start + x] = farther(farther(upper[2 * x], upper[2 * x + 1]), farther(lower[2 * x], lower[2 * x + 1]));
    }
  },
  one: (upper, _lower, into, start, length) => {
    for (let x = 0; x < length; x++) {
      into[start + x] = upper[2 * x];
    }
  }
};

/** The value farther from 0; what is not a number always stays. */
export function farther(one: number, other: number): number {
  return one !== one || Math.abs(one) >= Math.abs(other) ? one : other;
}
