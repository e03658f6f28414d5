import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { kerasCases, readFixture } from '../../scripts/fixtures/kerasFixtures';
import type { AxisExtent } from '../onnx/receptive/extent';
import { extent } from '../onnx/receptive/extent';
import type { OnnxModel } from '../onnx/model';
import { readModel } from '../onnx/read';
import { writeModel } from '../onnx/write';
import { convertKeras } from './convert';
import { linear } from './testing/linear';
import { must } from '../tensor/testing/must';

const FOLDER = fileURLToPath(new URL('rebuild/fixtures/', import.meta.url));

async function rebuilt(name: string, weights = 'weights_best.h5'): Promise<OnnxModel> {
  const config: unknown =
    weights === 'weights_best.h5' ? JSON.parse(readFileSync(`${FOLDER}${name}/config.json`, 'utf8')) : undefined;
  const bytes = new Uint8Array(readFileSync(`${FOLDER}${name}/${weights}`));
  return readModel((await convertKeras(bytes, { config })).onnx);
}

const NETWORKS: readonly [string, () => Promise<OnnxModel>][] = [
  [
    'U-Net 2D',
    async () => {
      const found = must(kerasCases().find(one => one.name === 'unet-2'));
      return readModel((await convertKeras(readFixture(found.file))).onnx);
    }
  ],
  ['U-Net 3D', () => rebuilt('unet-3d-k3', 'unet-3d-k3.weights.h5')],
  ['StarDist 2D, grid 2', () => rebuilt('stardist-2d-grid-k3')],
  ['StarDist 3D, grid 1 × 2 × 2', () => rebuilt('stardist-3d-k3')],
  ['CARE 2D', () => rebuilt('care-2d-k3')],
  ['N2V2', () => rebuilt('n2v2-k2')]
];

/** A stack of rows along one axis of the image: `row(at)` is what all pixels there have, other axes are small. */
interface Field {
  readonly model: OnnxModel;
  readonly axis: AxisExtent;
  readonly others: readonly number[];
  run(data: Float32Array, size: number): Promise<Float32Array>;
}

async function fieldOf(model: OnnxModel, axes: readonly AxisExtent[], axis: AxisExtent): Promise<Field> {
  const session = await InferenceSession.create(writeModel(model), { logSeverityLevel: 4 });
  const dims = must(model.graph.inputs[0].dims);
  const others = dims.map((size, at) =>
    typeof size === 'number' ? size : at === 0 ? 1 : 2 * (axes.find(one => one.axis === at)?.min ?? 1)
  );
  return {
    model,
    axis,
    others,
    async run(data, size) {
      const shape = others.map((other, at) => (at === axis.axis ? size : other));
      const results = await session.run({ [session.inputNames[0]]: new Tensor('float32', data, shape) });
      const output = results[session.outputNames[0]];
      return rows(output.data as Float32Array, output.dims, axis.axis);
    }
  };
}

/** The values with the axis in front, so that a part of the rows is a part of the array. */
function rows(data: Float32Array, dims: readonly number[], axis: number): Float32Array {
  const inner = dims.slice(axis + 1).reduce((all, size) => all * size, 1);
  const outer = data.length / inner / dims[axis];
  const result = new Float32Array(data.length);
  for (let at = 0, to = 0; at < dims[axis]; at++) {
    for (let block = 0; block < outer; block++, to += inner) {
      const from = (block * dims[axis] + at) * inner;
      result.set(data.subarray(from, from + inner), to);
    }
  }
  return result;
}

/** An image whose value may differ from pixel to pixel, in the network's order of axes. */
function image({ others, axis }: Field, size: number, value: (row: number, at: number) => number): Float32Array {
  const inner = others.slice(axis.axis + 1).reduce((all, other) => all * other, 1);
  const outer = others.slice(0, axis.axis).reduce((all, other) => all * other, 1);
  return Float32Array.from({ length: outer * size * inner }, (_, at) => {
    const row = Math.floor(at / inner) % size;
    return value(row, (at % inner) + inner * Math.floor(at / inner / size));
  });
}

/** No pattern, and the same for a pixel of the whole and of the tile. */
function noise(row: number, at: number): number {
  const wave = Math.sin(row * 127.1 + at * 311.7) * 43758.5453;
  return 2 * (wave - Math.floor(wave)) - 1;
}

/** Largest difference within `length` rows from `start` on between the whole image and a tile, as part of the range. */
async function tileDifference(field: Field, start: number, length: number, halo: number): Promise<number> {
  const { scale } = field.axis;
  const size = start + length + 2 * field.axis.step * Math.ceil(field.axis.radius / field.axis.step) + field.axis.step;
  const whole = await field.run(image(field, size, noise), size);
  const tile = await field.run(
    image(field, length + 2 * halo, (row, at) => noise(row + start - halo, at)),
    length + 2 * halo
  );
  const perRow = whole.length / (size * scale);
  const expected = whole.subarray(start * scale * perRow, (start + length) * scale * perRow);
  const actual = tile.subarray(halo * scale * perRow, (halo + length) * scale * perRow);
  const range = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return expected.reduce((most, value, at) => Math.max(most, Math.abs(value - actual[at])), 0) / range;
}

/**
 * Largest value of an output pixel when only pixels farther away from it than `distance` are not 0, over all places that a
 * pixel can have between the steps of the network; without anything that cancels.
 */
async function influence(field: Field, distance: number): Promise<number> {
  const { step, radius, scale } = field.axis;
  const far = step * (Math.ceil(radius / step) + 1);
  const size = 2 * far + step;
  let largest = 0;
  for (let row = far * scale; row < (far + step) * scale; row++) {
    const center = (row + 0.5) / scale - 0.5;
    const data = image(field, size, at => (Math.abs(at - center) <= distance ? 0 : 1));
    const output = await field.run(data, size);
    const perRow = output.length / (size * scale);
    largest = output.subarray(row * perRow, (row + 1) * perRow).reduce((most, value) => Math.max(most, value), largest);
  }
  return largest;
}

describe.each(NETWORKS)('tiles of an image through %s', (_, make) => {
  test('give the whole image’s output where they have the computed surroundings, and not with less', async () => {
    const model = await make();
    const { axes, unknown } = extent(model);
    expect(unknown).toEqual([]);
    for (const axis of axes) {
      const field = await fieldOf(model, axes, axis);
      const { step, radius } = axis;
      const halo = step * Math.ceil(radius / step);
      for (const shift of [0, step, 3 * step]) {
        expect(await tileDifference(field, halo + shift, 2 * step, halo), `halo ${halo}`).toBeLessThan(1e-5);
      }
      expect(await tileDifference(field, halo, 2 * step, 0), 'no halo').toBeGreaterThan(1e-3);
    }
  });

  test('depend on pixels up to the computed distance, and on none beyond', async () => {
    const model = await make();
    const { axes } = extent(model);
    for (const axis of axes) {
      const field = await fieldOf(linear(model), axes, axis);
      expect(await influence(field, axis.radius)).toBe(0);
      expect(await influence(field, axis.radius - 1)).toBeGreaterThan(0);
    }
  });
});
