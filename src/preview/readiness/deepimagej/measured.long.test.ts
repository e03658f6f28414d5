import { expect, it, describe } from 'vitest';
import { kerasCases, readFixture } from '../../../../scripts/fixtures/kerasFixtures';
import { convertKeras } from '../../../convert/convert';
import { extent } from '../../../onnx/receptive/extent';
import { readModel } from '../../../onnx/read';
import { describe as textOf } from '../../../spec/messages';
import { outlineOf } from '../../../onnx/outline';
import { free, onlyOnnx, set } from '../testing/changes';
import type { Parts } from '../testing/subject';
import { judge } from '../testing/table';
import measured from './testing/measured.json';
import { smallestLength, takes } from './tiles';
import type { Tiling } from './tiles';

interface Measured {
  readonly network: string;
  readonly axes: Readonly<Record<string, Tiling & { readonly smallest: number }>>;
  readonly perPixel?: number;
  readonly equalFrom: number;
}

const networks = measured.networks as unknown as readonly Measured[];

/** A bundle with the axes of one that was measured; Deep-STORM's output has eight pixels for each of the input. */
function withAxes({ axes, perPixel = 1 }: Measured) {
  const scaled = (scale: number) => (perPixel === 1 ? {} : { scale });
  const first = [{ type: 'batch' }, { type: 'channel', channel_names: ['a'] }];
  const sides = Object.entries(axes);
  return set({
    'inputs.0.axes': [
      ...first,
      ...sides.map(([id, { min, step }]) => ({ type: 'space', id, size: { min, step }, ...scaled(perPixel ** 2) }))
    ],
    'outputs.0.axes': [
      ...first,
      ...sides.map(([id, { halo }]) => ({
        type: 'space',
        id,
        size: { tensor_id: 'raw', axis_id: id },
        halo: halo * perPixel,
        ...scaled(perPixel)
      }))
    ]
  });
}

function dataOf(change: (parts: Parts) => void, code: string): Record<string, unknown> {
  return { ...judge(change).findings.find(finding => finding.code === code)?.data };
}

describe.each(networks)('what JDLL did with $network', one => {
  it('is said of the smallest image', () => {
    const sides = Object.entries(one.axes).map(([id, { smallest }]) => `${smallest} along ${id}`);
    expect(dataOf(withAxes(one), 'dij-smallest')).toMatchObject({ sides });
  });

  it.each(Object.entries(one.axes))('is refused one pixel below it along %s, and taken from there on', (_, axis) => {
    expect(takes(axis.smallest - 1, axis)).toBe(false);
    const above = Array.from({ length: 300 }, (_unused, more) => takes(axis.smallest + more, axis));
    expect(above).not.toContain(false);
  });

  it('is equal inside the border that is named, where the network’s reach is not known', () => {
    const looking = Object.entries(one.axes).filter(([, { halo }]) => halo > 0);
    const border = looking.map(([id, { halo }]) => `${halo * (one.perPixel ?? 1)} along ${id}`);
    expect(dataOf(withAxes(one), 'dij-border')).toMatchObject({ border });
  });
});

describe('the smallest image', () => {
  it.each([
    [{ min: 256, step: 0, halo: 0 }, 86],
    [{ min: 256, step: 0, halo: 32 }, 86],
    [{ min: 16, step: 16, halo: 0 }, 16],
    [{ min: 64, step: 16, halo: 0 }, 16],
    [{ min: 1, step: 1, halo: 0 }, 1],
    [{ min: 32, step: 16, halo: 8 }, 16],
    // Nothing is left of the tile.
    [{ min: 64, step: 0, halo: 32 }, undefined],
    // Off the grid of the sizes.
    [{ min: 70, step: 16, halo: 0 }, undefined]
  ])('follows from the tile: %j takes %s', (tiling, least) => {
    expect(smallestLength(tiling)).toBe(least);
  });
});

describe('the border', () => {
  it('is as wide as the network looks, where its ONNX file tells', async () => {
    const fixture = kerasCases().find(({ name }) => name === 'unet-2');
    const { onnx } = await convertKeras(readFixture(fixture?.file ?? ''));
    const model = readModel(onnx);
    const { axis, radius } = extent(model).axes[0] ?? { axis: 0, radius: 0 };
    const channelsLast = (axes: unknown): unknown => {
      const [batch, channel, y, x] = axes as readonly unknown[];
      return [batch, y, x, channel];
    };
    const change = (at: Parts) => {
      free(at);
      onlyOnnx(at);
      const [input, output] = [at.raw.inputs, at.raw.outputs] as { axes: unknown }[][];
      set({ 'inputs.0.axes': channelsLast(input?.[0]?.axes), 'outputs.0.axes': channelsLast(output?.[0]?.axes) })(at);
      at.outline = outlineOf(model);
    };
    expect(axis).toBe(1);
    expect(radius).toBeGreaterThan(0);
    expect(dataOf(change, 'dij-border')).toEqual({
      tensor: 'cells',
      border: [`${radius} along y`, `${radius} along x`]
    });
    const finding = judge(change).findings.find(({ code }) => code === 'dij-border');
    expect(finding && textOf(finding)).toContain(`(${radius} along y, ${radius} along x)`);
  });
});

describe('what is said of StarDist in Fiji', () => {
  it('names the errors that were met where the Python was declined', () => {
    const said = textOf({ code: 'dij-stardist-python', by: 'deepimagej', severity: 'warning', path: [] });
    for (const error of measured.stardist.declined) {
      expect(said).toContain(error.split(/ \.\.\.| in the specs/)[0]);
    }
  });
});
