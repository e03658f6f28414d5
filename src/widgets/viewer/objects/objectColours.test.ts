import { describe, expect, it } from 'vitest';
import type { Colour } from '../paint/colour';
import { objectColour } from '../../../tensor/labels';
import { bothColour, extraColour, missingColour, outlineColour } from './objectColours';

type Matrix = readonly [Colour, Colour, Colour];

/** Complete colour blindness in linear sRGB: Machado, Oliveira and Fernandes 2009, severity 1. */
const sights: Readonly<Record<string, Matrix>> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1]
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998]
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881]
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039]
  ]
};

function linear(byte: number): number {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function luminance([red, green, blue]: Colour): number {
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** Difference in CIELAB (1976); about 2.3 is just seen side by side. */
function distance(one: Colour, other: Colour, sight: Matrix): number {
  const [a, b] = [lab(one, sight), lab(other, sight)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function lab(colour: Colour, sight: Matrix): Colour {
  const [r, g, b] = sight.map(row =>
    Math.max(
      0,
      row.reduce((sum, part, at) => sum + part * linear(colour[at]), 0)
    )
  );
  const curve = (value: number): number => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = curve((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = curve(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = curve((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const numbers = Array.from({ length: 300 }, (_, index) => index + 1);

describe('the colours of objects', () => {
  it('stand out from the black background, with the contrast that graphics need (WCAG: 3 to 1)', () => {
    const contrasts = numbers.map(number => (luminance(objectColour(number)) + 0.05) / 0.05);
    expect(Math.min(...contrasts)).toBeGreaterThan(3);
    expect(objectColour(0)).toEqual([0, 0, 0]);
  });

  it.each(Object.entries(sights))('tell an object from the eight that follow it, with %s sight', (name, sight) => {
    const pairs = numbers.flatMap(number =>
      Array.from({ length: 8 }, (_, step) => distance(objectColour(number), objectColour(number + step + 1), sight))
    );
    const alike = pairs.filter(difference => difference < 5).length / pairs.length;
    // Two kinds of colour are left to the colour blind; few pairs can look the same then.
    expect(alike).toBeLessThanOrEqual(name === 'full' ? 0 : 0.05);
  });

  it('stay the same whatever numbers were asked for before', () => {
    expect(objectColour(65_535)).toEqual(objectColour(65_535));
    expect(objectColour(7)).not.toEqual(objectColour(8));
  });

  it.each(Object.entries(sights))('leave white to objects too many, with %s sight', (_, sight) => {
    const nearest = Math.min(...numbers.map(number => distance(objectColour(number), extraColour, sight)));
    expect(nearest).toBeGreaterThan(10);
  });

  it.each(Object.entries(sights))('of the difference are told apart, with %s sight', (_, sight) => {
    const colours: readonly Colour[] = [missingColour, extraColour, bothColour, outlineColour, [0, 0, 0]];
    const distances = colours.flatMap((one, at) => colours.slice(at + 1).map(other => distance(one, other, sight)));
    expect(Math.min(...distances)).toBeGreaterThan(20);
  });
});
