import type { Colour, ColourMap } from './colour';
import { grey, shade } from './colours';

/** Control points at even steps, two hexadecimal digits for red, green and blue each. */
const points = {
  viridis: '44015448186a472d7b4240863b528b33638d2c728e26828e21918c1f9f8827ad813dbc745cc86381d34daadc32d5e21afde725',
  magma: '0000040a08221d114736106b51127c6a1c818326819c2e7fb73779cf4070e55064f4695cfb8761fea571fec287fde0a1fcfdbf',
  cividis: '00224e002e6a1a386f32436d434e6c535a6d61656f6f70737d7c788b87789a9376aaa073bbad6dccba64ddc858efd748fee838'
} as const;

/** Maps that grow evenly brighter, so that they are read in grey and with every colour blindness as well. */
export const mapNames = ['grey', 'viridis', 'magma', 'cividis', 'green', 'magenta', 'cyan', 'yellow'] as const;

export type MapName = (typeof mapNames)[number];

const steps = 256;
const made = new Map<string, ColourMap>([['grey', grey]]);

/** 256 colours from the lowest to the highest value; `inverted` turns them round. */
export function mapOf(name: MapName, inverted = false): ColourMap {
  const key = `${name} ${inverted}`;
  const map = made.get(key) ?? (inverted ? [...mapOf(name)].reverse() : make(name));
  made.set(key, map);
  return map;
}

function make(name: MapName): ColourMap {
  switch (name) {
    case 'grey':
      return grey;
    case 'viridis':
    case 'magma':
    case 'cividis':
      return between(points[name]);
    default:
      return rampOf(pure[name]);
  }
}

/** From black to one colour: what channels are shown in where several lie on one another. */
export function rampOf(colour: Colour): ColourMap {
  return Array.from({ length: steps }, (_, index) => shade(colour, index / (steps - 1)));
}

const pure = { green: [0, 255, 0], magenta: [255, 0, 254], cyan: [0, 255, 255], yellow: [255, 255, 0] } as const;

function between(text: string): ColourMap {
  const colours = (text.match(/.{6}/g) ?? []).map(
    six => [0, 2, 4].map(at => parseInt(six.slice(at, at + 2), 16)) as unknown as Colour
  );
  return Array.from({ length: steps }, (_, index) => {
    const place = (index / (steps - 1)) * (colours.length - 1);
    const [one, other] = [colours[Math.floor(place)], colours[Math.ceil(place)]];
    const mixed = (part: 0 | 1 | 2): number => Math.round(one[part] + (other[part] - one[part]) * (place % 1));
    return [mixed(0), mixed(1), mixed(2)];
  });
}

/** How channels are told apart where they are shown at once. */
export type Composite = 'no' | 'light' | 'print';

/** Two are green and magenta; three red, green and blue as a camera sees them, or cyan, magenta and yellow. */
export function channelColours(count: number, composite: Composite): readonly Colour[] {
  if (count === 2) {
    return [pure.green, pure.magenta];
  }
  const others: readonly Colour[] = [
    [255, 140, 0],
    [150, 150, 150],
    [60, 90, 255]
  ];
  return composite === 'light'
    ? [[255, 0, 0], [0, 255, 0], [0, 0, 255], ...others.slice(0, 2), pure.yellow]
    : [pure.cyan, pure.magenta, pure.yellow, ...others];
}
