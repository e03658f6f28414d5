/** Red, green, blue, each 0..255. */
type Colour = readonly [number, number, number];

/** Background of label images. */
export const background: Colour = [0, 0, 0];

/** Lightness in OKLab: the darkest stands out from black, the brightest from white. */
const lightnesses = [0.6, 0.69, 0.78, 0.86];
const mostChroma = 0.19;

/** Steps of the R2 sequence (powers of the plastic number): near numbers never share both hue and lightness. */
const hueStep = 0.7548776662466927;
const lightnessStep = 0.5698402909980532;

const colours = new Map<number, Colour>();

/**
 * The colour of an object, by its number alone; 0 is background. Hue and lightness both change from number to number,
 * so that neighbours are mostly told apart where hue alone does not, with colour blindness.
 */
export function objectColour(number: number): Colour {
  if (number === 0) {
    return background;
  }
  const known = colours.get(number);
  if (known) {
    return known;
  }
  const lightness = lightnesses[Math.floor(fraction(number * lightnessStep) * lightnesses.length)];
  const colour = purest(lightness, fraction(number * hueStep) * 2 * Math.PI);
  colours.set(number, colour);
  return colour;
}

function fraction(value: number): number {
  return value - Math.floor(value);
}

/** The purest colour of this lightness and hue (radians) that a screen can show. */
function purest(lightness: number, hue: number): Colour {
  let chroma = mostChroma;
  let light = linear(lightness, chroma, hue);
  while (light.some(part => part < 0 || part > 1)) {
    chroma -= 0.005;
    light = linear(lightness, chroma, hue);
  }
  const [red, green, blue] = light.map(encoded);
  return [red, green, blue];
}

/** OKLab to linear sRGB, by the matrices of https://bottosson.github.io/posts/oklab/ */
function linear(lightness: number, chroma: number, hue: number): readonly number[] {
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short
  ];
}

/** sRGB's transfer curve, as a byte. */
function encoded(light: number): number {
  return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
}
