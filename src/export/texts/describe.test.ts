import { expect, it } from 'vitest';
import { describe } from './describe';
import { editField } from '../draft/edit';
import { draftOf, partsOf } from '../testing/prepared';
import { writeYaml } from './yaml';

const hashes = new Map(
  [
    'README.md',
    'cover.png',
    'test_input.npy',
    'test_output.npy',
    'weights.onnx',
    'weights.keras',
    'training_losses.svg'
  ].map((name, index) => [name, String(index).repeat(64)])
);

it('states every file with its hash, and the original weights as parent of the others', () => {
  const { weights, attachments } = describe(partsOf(), hashes) as Record<string, unknown>;
  expect(weights).toEqual({
    keras_v3: {
      source: 'weights.keras',
      sha256: hashes.get('weights.keras'),
      keras_version: '3.15.1',
      backend: ['tensorflow', '2.21.0']
    },
    onnx: { source: 'weights.onnx', sha256: hashes.get('weights.onnx'), opset_version: 17, parent: 'keras_v3' }
  });
  expect(attachments).toEqual([{ source: 'training_losses.svg', sha256: hashes.get('training_losses.svg') }]);
});

it('takes the lowest format version that has what it uses', () => {
  const parts = partsOf();
  expect(describe(parts, hashes).format_version).toBe('0.5.8');
  const native = { format: 'keras_hdf5' as const, file: { name: 'weights.h5', bytes: new Uint8Array() } };
  const older = describe({ ...parts, native }, hashes);
  expect(older.format_version).toBe('0.5.5');
  expect(older.weights).toMatchObject({ keras_hdf5: { source: 'weights.h5', tensorflow_version: '2.21.0' } });
});

it('states the output’s size by reference, and a halo only where there is one', () => {
  const [output] = describe(partsOf(), hashes).outputs as Record<string, unknown>[];
  expect(output.axes).toEqual([
    { type: 'batch' },
    { type: 'space', id: 'y', size: { tensor_id: 'image', axis_id: 'y', offset: 0 } },
    { type: 'space', id: 'x', size: { tensor_id: 'image', axis_id: 'x', offset: 0 }, halo: 4 },
    { type: 'channel', channel_names: ['probability'] }
  ]);
});

it('declares the percentiles over the whole image but not over the batch', () => {
  const [input] = describe(partsOf(), hashes).inputs as { preprocessing: unknown }[];
  expect(input.preprocessing).toEqual([
    { id: 'ensure_dtype', kwargs: { dtype: 'float32' } },
    {
      id: 'scale_range',
      kwargs: { axes: ['channel', 'y', 'x'], min_percentile: 1, max_percentile: 99.8, eps: 1e-6 }
    },
    { id: 'ensure_dtype', kwargs: { dtype: 'float32' } }
  ]);
});

it('cuts a mask where the notebook’s rounded bytes are above the threshold', () => {
  const [output] = describe(partsOf({ kind: 'mask' }), hashes).outputs as Record<string, unknown>[];
  expect(output.id).toBe('mask');
  expect(output.postprocessing).toEqual([
    { id: 'binarize', kwargs: { threshold: 119.5 / 255 } },
    { id: 'ensure_dtype', kwargs: { dtype: 'float32' } }
  ]);
});

it('leaves out what is not known instead of inventing it', () => {
  const description = describe(partsOf(), hashes);
  for (const key of ['authors', 'license', 'maintainers']) {
    expect(description[key]).toBeUndefined();
  }
});

it('makes an author with a GitHub name a maintainer', () => {
  const draft = editField(draftOf(), 'authors', [{ name: 'Ada', github_user: 'ada' }, { name: 'Bob' }]);
  expect(describe(partsOf({ draft }), hashes).maintainers).toEqual([{ name: 'Ada', github_user: 'ada' }]);
});

it('keeps recipe, parameters with their origins and the proof, and no path of the researcher’s machine', () => {
  const text = writeYaml(describe(partsOf(), hashes));
  const { config } = describe(partsOf(), hashes) as { config: { zooport: Record<string, unknown> } };
  expect(config.zooport).toMatchObject({
    recipe: { id: 'unet_2d', parameters: { threshold: { value: 119, origin: 'disk', where: 'QC_metrics.csv' } } },
    test_image: { name: 'im1.tif' },
    training: { Training_source: { value: 'images', origin: 'kernel' } }
  });
  expect(text).toContain('max_absolute: 9.0e-7');
  expect(text).not.toMatch(/lovelace|\/home/);
});

it('has an id that is a lower-case name', () => {
  expect(describe(partsOf(), hashes).id).toBe('nuclei-unet');
});
