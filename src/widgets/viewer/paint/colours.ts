import type { Contrast } from '../contrast/contrast';
import type { Colour, ColourMap } from './colour';

const steps = 256;

/** Values that are not numbers: magenta, which no map holds. */
export const notFiniteColour: Colour = [255, 0, 255];

export const grey: ColourMap = Array.from({ length: steps }, (_, index) => [index, index, index] as const);

/**
 * For differences: nothing is black, too much turns orange, too little blue. Both ends grow equally bright, and the
 * pair is told apart with every common colour blindness.
 */
export const diverging: ColourMap = Array.from({ length: steps }, (_, index) => {
  const signed = (index / (steps - 1)) * 2 - 1;
  return shade(signed < 0 ? [90, 170, 255] : [255, 150, 50], Math.abs(signed));
});

export function shade([red, green, blue]: Colour, brightness: number): Colour {
  return [Math.round(red * brightness), Math.round(green * brightness), Math.round(blue * brightness)];
}

/** Place of a value in a map, 0..255; values beyond the contrast take its ends. A flat contrast shows mid-grey. */
export function colourIndex(value: number, { low, high }: Contrast): number {
  if (high <= low) {
    return value < low ? 0 : value > high ? steps - 1 : steps / 2;
  }
  return Math.round(Math.min(1, Math.max(0, (value - low) / (high - low))) * (steps - 1));
}

export function cssColour([red, green, blue]: Colour): string {
  return `rgb(${red} ${green} ${blue})`;
}
