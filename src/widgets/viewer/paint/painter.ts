import type { Painting } from '../models';
import { eachRow, type Plane } from '../plane/plane';
import { notFiniteColour } from './colours';
import type { Colour } from './colour';

/** Colours `length` values into as many pixels from `start` on: red, green, blue, opacity from the lowest byte up. */
export type Painter = (values: Float64Array, length: number, into: Uint32Array, start: number) => void;

const clear = 0;
/** Fine enough that no gamma leaves steps. */
const shades = 1024;

export function pixelOf([red, green, blue]: Colour): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

const notFinite = pixelOf(notFiniteColour);

export function painterOf(painting: Painting): Painter {
  switch (painting.kind) {
    case 'scale':
      return scalePainter(painting);
    case 'mask':
      return maskPainter(painting.above, pixelOf(painting.colour));
    default:
      return objectPainter(painting);
  }
}

function scalePainter({ contrast: { low, high }, map, gamma = 1 }: Extract<Painting, { kind: 'scale' }>): Painter {
  const table = Uint32Array.from({ length: shades }, (_, index) =>
    pixelOf(map[Math.round((index / (shades - 1)) ** gamma * (map.length - 1))])
  );
  const last = shades - 1;
  const gain = high > low ? last / (high - low) : 0;
  // A flat contrast shows the middle for its own value and the ends for all others.
  const offset = gain > 0 ? 0.5 : last / 2;
  return (values, length, into, start) => {
    for (let x = 0; x < length; x++) {
      const value = values[x];
      if (value - value !== 0) {
        into[start + x] = notFinite;
      } else if (gain === 0 && value !== low) {
        into[start + x] = table[value < low ? 0 : last];
      } else {
        const place = (value - low) * gain + offset;
        into[start + x] = table[place <= 0 ? 0 : place >= last ? last : place | 0];
      }
    }
  };
}

function maskPainter(above: number, pixel: number): Painter {
  return (values, length, into, start) => {
    for (let x = 0; x < length; x++) {
      into[start + x] = values[x] >= above ? pixel : clear;
    }
  };
}

function objectPainter({ colourOf, seeThrough = false }: Extract<Painting, { kind: 'objects' }>): Painter {
  const known = new Map<number, number>();
  const pixel = (number: number): number => {
    const made =
      seeThrough && number === 0 ? clear : pixelOf(Number.isFinite(number) ? colourOf(number) : notFiniteColour);
    known.set(number, made);
    return made;
  };
  return (values, length, into, start) => {
    let before = NaN;
    let colour = clear;
    for (let x = 0; x < length; x++) {
      if (values[x] !== before) {
        before = values[x];
        colour = known.get(before) ?? pixel(before);
      }
      into[start + x] = colour;
    }
  };
}

/** All of a picture's pixels, four bytes each (red, green, blue, opacity): for small pictures. */
export function paint(plane: Plane, painting: Painting): Uint8ClampedArray<ArrayBuffer> {
  const painter = painterOf(painting);
  const pixels = new Uint32Array(plane.width * plane.height);
  eachRow(plane, (values, y) => {
    painter(values, plane.width, pixels, y * plane.width);
  });
  return new Uint8ClampedArray(pixels.buffer);
}
