import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readNetworkFile } from './network';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zooport-network-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function chosen(...names: string[]): Promise<string> {
  await Promise.all(names.map(name => writeFile(join(folder, name), 'x')));
  return basename((await readNetworkFile(folder, new AbortController().signal)).path);
}

it.each([
  ['weights_best.h5', ['._weights_best.h5', '._weights_last.h5', 'weights_best.h5', 'weights_last.h5']],
  ['WEIGHTS_BEST.H5', ['WEIGHTS_BEST.H5', 'WEIGHTS_LAST.H5']],
  ['Weights_Best.Keras', ['Weights_Best.Keras', 'other.h5']],
  ['NETWORK.HDF5', ['NETWORK.HDF5', 'losses.csv']]
])('takes %s of a folder with %j', async (wanted, names) => {
  expect(await chosen(...names)).toBe(wanted);
});

it('does not take what a drive left behind for a network', async () => {
  await expect(chosen('._weights_best.h5')).rejects.toThrow('There is no Keras network');
});

it('gives the path of a file, not its bytes', async () => {
  await writeFile(join(folder, 'a.h5'), 'x'.repeat(1000));
  const { request } = await readNetworkFile(join(folder, 'a.h5'), new AbortController().signal);
  expect(request).toMatchObject({ model: join(folder, 'a.h5'), size: 1000 });
});
