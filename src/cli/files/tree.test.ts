import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeServices } from '../running/services';
import { folderTree } from './tree';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zooport-tree-'));
  await mkdir(join(folder, 'image', 'c'), { recursive: true });
  await writeFile(join(folder, 'image', 'c', '0'), 'chunk');
  await writeFile(join(folder, 'secret'), 'not of the image');
});
afterAll(() => rm(folder, { recursive: true }));

it.each([
  ['c/0', undefined, 'chunk'],
  ['c/0', { offset: 1, length: 2 }, 'hu'],
  ['c/0', { offset: 3, length: 20 }, 'nk'],
  ['c/0', { last: 2 }, 'nk'],
  ['c/0', { last: 20 }, 'chunk'],
  ['c/1', undefined, undefined],
  ['c', undefined, undefined],
  ['c/0/deeper', undefined, undefined],
  ['../secret', undefined, undefined]
])('reads %s, %j', async (path, part, text) => {
  const bytes = await folderTree(join(folder, 'image')).read(path, part);
  expect(bytes && new TextDecoder().decode(bytes)).toBe(text);
});

describe('a folder of OME-Zarr', () => {
  const zarr = join(import.meta.dirname, '..', '..', 'image', 'fixtures', 'zarr');
  const open = (path: string) => nodeServices.openImage(path, undefined, new AbortController().signal);

  it.each(['three_shards.ome.zarr', 'blosc_lz4_1.ome.zarr'])('%s is an image for the command line', async name => {
    const { info, read } = await open(join(zarr, name));
    expect(info.name).toBe(name);
    expect((await read()).shape).toEqual(info.axes.map(({ size }) => size));
  });

  it('is refused in a sentence where it is none', async () => {
    await expect(open(zarr)).rejects.toThrow(/is no Zarr/);
  });
});
