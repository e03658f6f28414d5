import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
