import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainReader } from '../../../bundle/reading/reader';
import { zipSource } from '../../../bundle/zip';
import { createNodeEngine } from '../../../runtime/node';
import { toNumbers } from '../../../tensor/cast';
import { createTensor } from '../../../tensor/create';
import { readNpy } from '../../../tensor/npy';
import type { Tensor } from '../../../tensor/tensor';
import { warmPythonOf } from '../../../tensor/testing/python';
import { exportByCommand } from '../../testing/exported';
import { type OwnResult, runOwn } from './run';

const PYTHON = warmPythonOf('train');
const NETWORK = resolve('tests/networks/unet_3d');
const LONG = 600_000;

/** The notebook's network with the trained weights, in Keras, on a volume z, y, x; and the volume as a .npy file. */
const REFERENCE = `
import sys
sys.path.insert(0, "tests/python"); sys.path.insert(0, ".")
import numpy as np, tifffile
from test_networks import folder_of, notebooks_unet_3d
place = sys.argv[1]
volume = tifffile.imread("tests/networks/unet_3d/image.tif")[:16, :48, 8:64]
turned = np.moveaxis(volume, 0, 2)[np.newaxis, ..., np.newaxis]
scaled = (turned - turned.min()) / (turned.max() - turned.min())
np.save(place + "/zyx.npy", volume)
np.save(place + "/yxz.npy", np.ascontiguousarray(turned[0, ..., 0]))
np.save(place + "/expected.npy", notebooks_unet_3d(folder_of("unet_3d")).predict(scaled, verbose=0))
`;

describe('a volume in the bundle of U-Net (3D), whose axes are y, x, z', () => {
  let place: string;
  const bundle = () => join(place, 'volume.bioimageio.zip');
  const load = (name: string): Tensor => readNpy(readFileSync(join(place, `${name}.npy`)));

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'volume-'));
    await promisify(execFile)(PYTHON, ['-c', REFERENCE, place], { timeout: LONG });
    const given = { folder: join(NETWORK, 'nuclei_unet3d'), input: join(NETWORK, 'image.tif'), output: bundle() };
    await exportByCommand({ ...given, python: PYTHON });
  }, LONG);
  afterAll(() => rm(place, { recursive: true }));

  async function run(tensor: Tensor, axes: string | null): Promise<OwnResult> {
    const engine = await createNodeEngine();
    try {
      const { signal } = new AbortController();
      return await runOwn(
        zipSource(readFileSync(bundle()), 'volume'),
        [{ tensor, axes }],
        { engine, reader: plainReader },
        signal
      );
    } finally {
      await engine.dispose();
    }
  }

  function expectKeras({ views: [view] }: OwnResult): void {
    const [expected, computed] = [load('expected'), view.expected?.tensor];
    expect(computed?.shape).toEqual(expected.shape);
    const theirs = Float64Array.from(toNumbers(expected));
    const ours = Float64Array.from(computed ? toNumbers(computed) : []);
    const worst = ours.reduce((most, value, at) => Math.max(most, Math.abs(value - theirs[at])), 0);
    expect(worst).toBeLessThan(1e-4);
    expect(Math.max(...theirs) - Math.min(...theirs)).toBeGreaterThan(0.5);
  }

  it('gives what Keras gives where the axes are said, in either order', { timeout: LONG }, async () => {
    expectKeras(await run(load('zyx'), 'zyx'));
    expectKeras(await run(load('yxz'), 'yxz'));
  });

  it('takes the only order that fits, and says so', { timeout: LONG }, async () => {
    // 16 rows are fewer than the description allows.
    const result = await run(load('zyx'), null);
    expectKeras(result);
    expect(result.read[0]).toContain('was read as z 16, y 48, x 56. If that is wrong');
  });

  it('asks where the axes are not said and both orders fit', { timeout: LONG }, async () => {
    await expect(run(createTensor('uint16', [56, 56, 64]), null)).rejects.toThrow(
      'can be read in 2 ways: axes="zyx" (z 56, y 56, x 64) or axes="yxz" (y 56, x 56, z 64)'
    );
  });
});
