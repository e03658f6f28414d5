import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { kerasCases, readFixture } from '../../scripts/fixtures/kerasFixtures';
import { extent } from '../onnx/receptive/extent';
import type { OnnxModel } from '../onnx/model';
import { readModel } from '../onnx/read';
import { writeModel } from '../onnx/write';
import { convertKeras } from './convert';
import { linear } from './testing/linear';
import { must } from '../tensor/testing/must';

async function converted(name: string): Promise<OnnxModel> {
  const found = must(kerasCases().find(one => one.name === name));
  return readModel((await convertKeras(readFixture(found.file))).onnx);
}

type Run = (data: Float32Array, dims: readonly number[]) => Promise<Tensor>;

async function runner(model: OnnxModel): Promise<Run> {
  const session = await InferenceSession.create(writeModel(model), { logSeverityLevel: 4 });
  return async (data, dims) => {
    const feeds = { [session.inputNames[0]]: new Tensor('float32', data, dims) };
    // Sizes that fail are part of the test: their messages are not news.
    const results = await session.run(feeds, { logSeverityLevel: 4 });
    return results[session.outputNames[0]] as Tensor;
  };
}

/** Changes one pixel after the other along y and sees how far away the output changes. */
async function measuredRadius(model: OnnxModel, size: number, step: number, other: number): Promise<number> {
  const run = await runner(linear(model));
  const channels = Number(must(model.graph.inputs[0].dims)[3]);
  let radius = 0;
  for (let pixel = size / 2 - step; pixel < size / 2 + step; pixel++) {
    const data = new Float32Array(size * other * channels);
    for (let at = 0; at < other * channels; at++) {
      data[pixel * other * channels + at] = 1;
    }
    const output = await run(data, [1, size, other, channels]);
    const rows = output.dims[1];
    const row = output.data.length / rows;
    const scale = rows / size;
    for (let y = 0; y < rows; y++) {
      const changed = (output.data as Float32Array).subarray(y * row, (y + 1) * row).some(value => value !== 0);
      if (changed) {
        radius = Math.max(radius, Math.ceil(Math.abs((y + 0.5) / scale - 0.5 - pixel)));
      }
    }
  }
  return radius;
}

describe('the reach and the sizes of a network', () => {
  test.each([
    ['unet-1', 128],
    ['unet-2', 128],
    ['unet-3', 256],
    ['unet-4', 512],
    ['stardist', 128],
    ['care', 128]
  ])('are what a change of single pixels shows: %s', async (name, size) => {
    const model = await converted(name);
    const { axes, unknown } = extent(model);
    expect(unknown).toEqual([]);
    expect(axes.map(axis => axis.axis)).toEqual([1, 2]);
    const [y] = axes;
    expect(y.radius).toBe(await measuredRadius(model, size, y.step, 2 * y.step));
  });

  test.each(['unet-1', 'unet-2', 'unet-3', 'unet-4', 'stardist', 'care'])('are the sizes that run: %s', async name => {
    const model = await converted(name);
    const [y, x] = extent(model).axes;
    const run = await runner(model);
    const channels = Number(must(model.graph.inputs[0].dims)[3]);
    // Below it the first pooling that finds no pixel ends onnxruntime 1.12.1 itself.
    expect(y.min).toBe(y.step);
    for (let size = y.min; size <= y.min + 2 * y.step; size++) {
      const fits = (size - y.min) % y.step === 0;
      const output = await run(new Float32Array(size * x.min * channels), [1, size, x.min, channels]).catch(
        () => undefined
      );
      const even = output?.dims[1] === y.scale * size + y.offset;
      expect({ size, runs: output !== undefined && even }).toEqual({ size, runs: fits });
    }
  });

  test('follow the depth of the network', async () => {
    const steps = await Promise.all(
      ['unet-1', 'unet-2', 'unet-3', 'unet-4'].map(async name => extent(await converted(name)).axes[0])
    );
    expect(steps.map(axis => axis.step)).toEqual([2, 4, 8, 16]);
    expect(steps.map(axis => axis.min)).toEqual([2, 4, 8, 16]);
    expect(steps.map(axis => axis.scale)).toEqual([1, 1, 1, 1]);
  });

  test('of a network that looks at the whole image are infinite', async () => {
    const { axes } = extent(await converted('squeeze-excite'));
    expect(axes.map(axis => [axis.axis, axis.radius])).toEqual([
      [1, Infinity],
      [2, Infinity]
    ]);
  });

  test('of an unpadded convolution count what it takes away', async () => {
    const { axes } = extent(await converted('conv-3-1-2-valid'));
    expect(axes).toEqual([
      { axis: 1, min: 5, step: 1, scale: 1, offset: -4, radius: 2 },
      { axis: 2, min: 5, step: 1, scale: 1, offset: -4, radius: 2 }
    ]);
  });
});
