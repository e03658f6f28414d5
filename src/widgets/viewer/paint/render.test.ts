import { describe, expect, it } from 'vitest';
import { wholePicture, type Camera } from '../camera/camera';
import type { Layer, Painting } from '../models';
import { planeFrom, type Plane } from '../plane/plane';
import { diverging, grey } from './colours';
import { channelColours, mapNames, mapOf, rampOf } from './maps';
import { render } from './render';

const unit: Painting = { kind: 'scale', contrast: { low: 0, high: 255 }, map: grey };

/** Red, green and blue of each pixel. */
function drawn(
  layers: readonly Layer[],
  width: number,
  height: number,
  camera: Camera = wholePicture,
  ratio = 1
): readonly (readonly number[])[] {
  const pixels = new Uint32Array(width * ratio * height * ratio);
  render(layers, camera, { frame: { width, height }, ratio }, pixels);
  return [...pixels].map(pixel => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255]);
}

/** The grey of each pixel of one picture. */
function greys(plane: Plane, width: number, height: number, camera?: Camera, ratio?: number): readonly number[] {
  return drawn([{ plane, painting: unit }], width, height, camera, ratio).map(([red]) => red);
}

describe('drawing what is seen', () => {
  it('shows each pixel as a square where it is enlarged, as finely as the screen is', () => {
    const plane = planeFrom(Uint8Array.of(10, 20, 30, 40), 2, 2);
    expect(greys(plane, 4, 4)).toEqual([10, 10, 20, 20, 10, 10, 20, 20, 30, 30, 40, 40, 30, 30, 40, 40]);
    expect(greys(plane, 2, 2, wholePicture, 2)).toEqual(greys(plane, 4, 4));
  });

  it('shows the part that the camera looks at', () => {
    const plane = planeFrom(
      Uint8Array.from({ length: 16 }, (_, at) => at),
      4,
      4
    );
    expect(greys(plane, 2, 2, { x: 0.75, y: 0.25, zoom: 2 })).toEqual([2, 3, 6, 7]);
  });

  it('shows means where it is smaller, however small', () => {
    const checks = planeFrom(
      Uint16Array.from({ length: 64 * 64 }, (_, at) => ((at + Math.floor(at / 64)) % 2) * 200),
      64,
      64
    );
    expect(new Set(greys(checks, 32, 32))).toEqual(new Set([100]));
    expect(new Set(greys(checks, 2, 2))).toEqual(new Set([100]));
  });

  it('never loses a single difference, nor a single value that is not a number', () => {
    const values = new Float32Array(100 * 100);
    values[4321] = -5;
    const difference: Painting = { kind: 'scale', contrast: { low: -5, high: 5 }, map: diverging };
    const plane = planeFrom(values, 100, 100, 'extreme');
    expect(drawn([{ plane, painting: difference }], 3, 3)).toContainEqual([90, 170, 255]);
    values[77] = NaN;
    expect(drawn([{ plane: planeFrom(values, 100, 100), painting: unit }], 3, 3)).toContainEqual([255, 0, 255]);
  });

  it('never mixes the numbers of objects', () => {
    const plane = planeFrom(
      Uint16Array.from({ length: 900 }, (_, at) => (at % 2) * 300),
      30,
      30,
      'one'
    );
    const painting: Painting = { kind: 'objects', colourOf: number => [number === 300 ? 9 : 0, 0, 0], count: 1 };
    expect(new Set(drawn([{ plane, painting }], 7, 7).map(([red]) => red))).toEqual(new Set([0, 9]));
  });

  it('is black beside pictures of other proportions', () => {
    const plane = planeFrom(Uint8Array.of(50, 50), 2, 1);
    expect(greys(plane, 4, 4)).toEqual([0, 0, 0, 0, 50, 50, 50, 50, 50, 50, 50, 50, 0, 0, 0, 0]);
  });
});

describe('pictures on one another', () => {
  const ground = { plane: planeFrom(Uint8Array.of(100, 100, 100, 100), 4, 1), painting: unit };

  it('are covered by objects as far as these reach, and by their opacity', () => {
    const plane = planeFrom(Uint8Array.of(0, 1, 1, 0), 4, 1, 'one');
    const painting: Painting = { kind: 'objects', colourOf: () => [200, 0, 0], count: 1, seeThrough: true };
    expect(drawn([ground, { plane, painting, opacity: 0.5 }], 4, 1).map(([red]) => red)).toEqual([100, 150, 150, 100]);
  });

  it('of channels add up', () => {
    const channel = (value: number, colour: readonly [number, number, number]): Layer => ({
      plane: planeFrom(Uint8Array.of(value), 1, 1),
      painting: { ...unit, map: rampOf(colour) },
      blend: 'add'
    });
    expect(drawn([channel(255, [0, 255, 0]), channel(128, [255, 0, 255])], 1, 1)).toEqual([[128, 255, 128]]);
  });

  it('show the borders of objects alone', () => {
    const numbers = Uint8Array.from({ length: 100 }, (_, at) =>
      at % 10 >= 3 && at % 10 < 8 && at > 29 && at < 80 ? 4 : 0
    );
    const painting: Painting = { kind: 'objects', colourOf: number => [number, 0, 0], count: 1, seeThrough: true };
    const pixels = drawn([{ plane: planeFrom(numbers, 10, 10, 'one'), painting, outline: true }], 30, 30);
    const row = (y: number) => pixels.slice(y * 30, y * 30 + 30).map(([red]) => red);
    // Nine pixels of the screen from its left edge on; two of them are border.
    expect(row(15).join('')).toBe('000000000440000000000000440000');
    expect(row(9).filter(Boolean)).toHaveLength(17);
  });

  it('show what lies above a threshold, itself included', () => {
    const mask: Painting = { kind: 'mask', above: 0.5, colour: [255, 150, 50] };
    const plane = planeFrom(Float32Array.of(0.49, 0.5, NaN, 1), 4, 1);
    const reds = drawn([ground, { plane, painting: mask }], 4, 1).map(([red]) => red);
    expect(reds).toEqual([100, 255, 100, 255]);
  });
});

describe('colour maps', () => {
  const brightness = ([red, green, blue]: readonly number[]): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

  it.each(mapNames)('%s grows evenly brighter and never shows what stands for no number', name => {
    const map = mapOf(name);
    expect(map).toHaveLength(256);
    const steps = map.slice(8).map((colour, at) => brightness(colour) - brightness(map[at]));
    expect(Math.min(...steps)).toBeGreaterThan(0);
    expect(map).not.toContainEqual([255, 0, 255]);
    expect(mapOf(name, true)).toEqual([...map].reverse());
  });

  it('are bent by gamma between their ends alone', () => {
    const plane = planeFrom(Uint8Array.of(0, 64, 255), 3, 1);
    const bent = drawn([{ plane, painting: { ...unit, gamma: 0.5 } }], 3, 1).map(([red]) => red);
    expect(bent[0]).toBe(0);
    expect(Math.abs(bent[1] - 255 * Math.sqrt(64 / 255))).toBeLessThanOrEqual(1);
    expect(bent[2]).toBe(255);
  });

  it('of channels differ', () => {
    for (const count of [2, 3, 6]) {
      const colours = channelColours(count, 'print').slice(0, count);
      expect(new Set(colours.map(String)).size).toBe(count);
    }
  });
});
