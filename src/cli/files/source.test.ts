import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { limits } from '../../bundle/limits';
import { openPath } from './source';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zooport-source-'));
  for (let at = 0; at < limits.files; at += 500) {
    const names = Array.from({ length: 500 }, (_, index) => `a${String(at + index).padStart(5, '0')}.tif`);
    await Promise.all(names.map(name => writeFile(join(folder, name), '')));
  }
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

it('lists as many files as a bundle may have without a word', async () => {
  const source = await openPath(folder);
  expect(await source.list()).toHaveLength(limits.files);
  expect(source.note?.()).toBeUndefined();
});

it('lists the files of a bundle first where there are too many, and says that some are left out', async () => {
  const own = ['rdf.yaml', 'weights.onnx', 'weights_best.h5', 'test_input.npy', 'ZZZ.KERAS'];
  await Promise.all(own.map(name => writeFile(join(folder, name), 'x')));
  const source = await openPath(join(folder, 'rdf.yaml'));
  const names = (await source.list()).map(({ name }) => name);
  expect(names).toHaveLength(limits.files);
  expect(names).toEqual(expect.arrayContaining(own));
  expect(source.note?.()).toContain(`${join(folder, 'rdf.yaml').replace('/rdf.yaml', '')}`);
  expect(source.note?.()).toContain(`more than ${limits.files} files`);
});
