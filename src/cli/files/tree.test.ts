import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeServices } from '../running/services';
import { folderTree } from './tree';

const zarr = join(import.meta.dirname, '..', '..', 'image', 'fixtures', 'zarr');

it('a folder of OME-Zarr, with shards and without, is an image for the command line', async () => {
  for (const name of ['three_shards.ome.zarr', 'blosc_lz4_1.ome.zarr']) {
    const { info, read } = await nodeServices.openImage(join(zarr, name), undefined, new AbortController().signal);
    const tensor = await read();
    expect(info.name).toBe(name);
    expect(tensor.shape).toEqual(info.axes.map(({ size }) => size));
  }
});

it('a folder that is no OME-Zarr is refused in a sentence', async () => {
  await expect(nodeServices.openImage(zarr, undefined, new AbortController().signal)).rejects.toThrow(/is no Zarr/);
});

it('nothing outside of the folder is read', async () => {
  const tree = folderTree(join(zarr, 'plain.ome.zarr'));
  expect(await tree.read('.zattrs')).toBeDefined();
  expect(await tree.read('../../zarr.json')).toBeUndefined();
  expect(await tree.read('0')).toBeUndefined();
});
