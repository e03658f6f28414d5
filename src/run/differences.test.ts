import { expect, it } from 'vitest';
import type { ImageInfo } from '../image/source';
import { readDescription } from '../spec/read';
import { createTensor } from '../tensor/create';
import { must } from '../tensor/testing/must';
import { countNaN, differencesOf, valuesOf } from './differences';
import { bundleOf, planeAxes } from './testing/bundle';

const info: ImageInfo = {
  name: 'cells.tif',
  axes: [
    { id: 'y', size: 2, spacing: { value: 100, unit: 'nm' } },
    { id: 'x', size: 2, spacing: { value: 100, unit: 'nm' } }
  ],
  dtype: 'uint16',
  stated: true,
  notes: []
};

async function described(preprocessing: readonly object[], config: object = {}) {
  const input = { id: 'raw', axes: planeAxes(1, () => ({ min: 1, step: 1 })), preprocessing };
  const output = { id: 'same', axes: planeAxes(1, axis_id => ({ tensor_id: 'raw', axis_id })) };
  const bundle = bundleOf(new Uint8Array(0), [input], [output]);
  const text = new TextDecoder().decode(await bundle.read('rdf.yaml'));
  const { description } = readDescription(`${text}\nconfig: ${JSON.stringify(config)}\n`);
  return must(description);
}

const said = async (values: readonly [number, number], preprocessing: readonly object[], config?: object) => {
  const description = await described(preprocessing, config);
  const image = { low: values[0], high: values[1], nan: 0 };
  return differencesOf(info, image, { low: 0, high: 255, nan: 0 }, description.inputs[0], description);
};

it('tells of another range of values only where the bundle does not scale them by themselves', async () => {
  const scaled = [{ id: 'scale_linear', kwargs: { gain: 1 / 255 } }];
  expect(await said([0, 40000], scaled)).toEqual([
    expect.stringContaining('“cells.tif” has values from 0 to 40000, and the bundle’s test image from 0 to 255')
  ]);
  expect(await said([0, 1], scaled)).toHaveLength(1);
  expect(await said([0, 300], scaled)).toEqual([]);
  expect(await said([0, 40000], [{ id: 'scale_range', kwargs: {} }])).toEqual([]);
});

it('tells of pixels of another size, whatever the units', async () => {
  const trained = (x: number) => ({ zooport: { pixel_size: { y: x, x, unit: 'µm' } } });
  expect(await said([0, 255], [], trained(0.25))).toEqual([
    expect.stringContaining(
      'has pixels of 0.1 µm, and the network was trained on 0.25 µm: objects are 2.5 times larger'
    )
  ]);
  expect(await said([0, 255], [], trained(0.11))).toEqual([]);
  expect(await said([0, 255], [])).toEqual([]);
});

it('counts what is no number', () => {
  const tensor = createTensor('float32', [4], Float32Array.of(NaN, 1, -Infinity, NaN));
  expect([countNaN(tensor), valuesOf(tensor)]).toEqual([2, { low: -Infinity, high: 1, nan: 2 }]);
});
