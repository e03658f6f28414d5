import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findImages } from './images';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zooport-images-'));
  for (const [name, files] of Object.entries({
    raw: ['t10.tif', 't9.tif', 'T1.tif', 'readme.md', '.hidden.tif'],
    blue: ['b1.png', 'b2.png', 'b3.png'],
    few: ['one.tif'],
    none: ['notes.txt']
  })) {
    await mkdir(join(folder, name));
    await Promise.all(files.map(file => writeFile(join(folder, name, file), '')));
  }
  await mkdir(join(folder, 'few', 'not deeper'));
  await writeFile(join(folder, 'few', 'not deeper', 'two.tif'), '');
  await mkdir(join(folder, 'raw', 'plate.zarr'));
  await writeFile(join(folder, 'raw', 'plate.zarr', 'zarr.json'), '{}');
});
afterAll(() => rm(folder, { recursive: true }));

async function names(words: readonly string[], inputs = 1): Promise<string[][]> {
  const { sets } = await findImages(
    words.map(word => join(folder, word)),
    ['labels'],
    inputs
  );
  return sets.map(({ paths }) => paths.map(path => basename(path)));
}

it('finds the images of folders in natural order, not deeper, and files as they are named', async () => {
  expect(await names(['raw', 'few', 'none/notes.txt', 'raw/plate.zarr'])).toEqual([
    ['plate.zarr'],
    ['T1.tif'],
    ['t9.tif'],
    ['t10.tif'],
    ['one.tif'],
    ['notes.txt'],
    ['plate.zarr']
  ]);
});

it('leaves what is not there to be said where it is run', async () => {
  expect(await names(['nowhere.tif'])).toEqual([['nowhere.tif']]);
});

describe('a network of two inputs', () => {
  it('takes two images in turn, or two folders', async () => {
    expect(await names(['raw/t9.tif', 'blue/b1.png', 'raw/t10.tif', 'blue/b2.png'], 2)).toEqual([
      ['t9.tif', 'b1.png'],
      ['t10.tif', 'b2.png']
    ]);
    expect((await names(['blue', 'blue'], 2))[2]).toEqual(['b3.png', 'b3.png']);
  });

  it('says where they do not go together', async () => {
    await expect(names(['few'], 2)).rejects.toThrow('takes 2 images at once, but 1 was named');
    await expect(names(['few', 'blue'], 2)).rejects.toThrow(/few has 1, .*blue has 3/);
  });
});

it('says that there is none', async () => {
  await expect(names(['none'])).rejects.toThrow(/There is no image in .*none/);
});
