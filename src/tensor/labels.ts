/** Turns of the colour circle between neighbouring numbers: no two of a dozen in a row look alike (golden section). */
const TURN = 0.618033988749895;

/**
 * Colour of an object by its number, red, green and blue of 0..255; 0, the background, is black. The same number always
 * has the same colour, neighbouring ones very different ones, none is dark.
 */
export function labelColour(label: number): readonly [number, number, number] {
  if (!(label > 0)) {
    return [0, 0, 0];
  }
  const hue = (label * TURN) % 1;
  const value = label % 2 === 0 ? 1 : 0.8;
  const saturation = label % 3 === 0 ? 0.55 : 0.85;
  const channel = (shift: number) => {
    const place = (shift + hue * 6) % 6;
    return Math.round(255 * value * (1 - saturation * Math.max(0, Math.min(place, 4 - place, 1))));
  };
  return [channel(5), channel(3), channel(1)];
}
