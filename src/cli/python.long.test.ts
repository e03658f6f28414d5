import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Prepared, Progress } from '../kernel/protocol';
import { pythonOf } from '../tensor/testing/python';
import { startPython, type PythonTransport } from './python';

const PYTHON = pythonOf('train');

// A real network: six layers, no training needed for what is asserted here.
const MAKE = `
import sys, keras, numpy
from keras import layers
keras.utils.set_random_seed(1)
inputs = layers.Input((32, 32, 1))
skip = layers.Conv2D(4, 3, padding="same", activation="relu")(inputs)
level = layers.UpSampling2D()(layers.MaxPooling2D()(skip))
level = layers.concatenate([skip, level])
keras.Model(inputs, layers.Conv2D(1, 1, activation="sigmoid")(level)).save(sys.argv[1] + "/weights_best.keras")
numpy.save(sys.argv[1] + "/image.npy", numpy.random.RandomState(1).randint(0, 999, (90, 70)).astype("uint16"))
`;

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<number> {
  return (await new Response(stream).arrayBuffer()).byteLength;
}

describe('a Python process with the Python half', () => {
  let folder: string;
  let python: PythonTransport;
  let log = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'process-test-'));
    execFileSync(PYTHON, ['-c', MAKE, folder], { stdio: 'ignore' });
    python = await startPython(PYTHON, text => {
      log += text;
    });
  }, 180_000);

  afterAll(async () => {
    await python?.close();
    rmSync(folder, { recursive: true, force: true });
  }, 30_000);

  it('finds, prepares, hands over its files and removes them', { timeout: 180_000 }, async () => {
    const { candidates } = await python.request('detect', { folder });
    expect(candidates[0].network?.name).toBe('U-Net (2D)');

    const steps: Progress[] = [];
    const prepared: Prepared = await python.request(
      'prepare',
      { candidate: candidates[0], image: join(folder, 'image.npy') },
      { progress: step => steps.push(step) }
    );
    expect(steps.map(step => step.message)).toContain('Loading the network');
    expect(prepared.input.shape).toEqual([1, 90, 70, 1]);
    expect(prepared.steps).toEqual({ y: 2, x: 2 });
    for (const file of prepared.files) {
      expect(await bytesOf(await python.fetchFile(file.path))).toBe(file.size);
    }

    await python.request('release', { directory: prepared.directory });
    expect(existsSync(prepared.directory)).toBe(false);
  });

  it('keeps what frameworks print out of the protocol and passes it on', () => {
    expect(log).not.toBe('');
  });

  it('reports a problem as the error that it is', async () => {
    await expect(python.request('detect', { folder: '/not/there' })).rejects.toMatchObject({
      problem: 'bad-folder',
      message: expect.stringContaining('/not/there')
    });
  });

  it('cancels a long request and lives on', { timeout: 120_000 }, async () => {
    const { candidates } = await python.request('detect', { folder });
    const stop = new AbortController();
    const request = python.request(
      'prepare',
      { candidate: candidates[0], image: join(folder, 'image.npy') },
      { signal: stop.signal, progress: () => stop.abort() }
    );
    await expect(request).rejects.toMatchObject({ problem: 'cancelled' });
    expect((await python.request('detect', { folder })).candidates).toHaveLength(1);
  });

  it('does not even ask when it is cancelled before', async () => {
    await expect(python.request('detect', {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      problem: 'cancelled'
    });
  });
});

describe('a Python that does not work', () => {
  it('is named where it cannot be started', async () => {
    await expect(startPython('/no/such/python', () => undefined)).rejects.toMatchObject({
      problem: 'dead',
      message: expect.stringContaining('/no/such/python')
    });
  });

  it('fails the request in the air when it ends, with the last of what it printed', async () => {
    const wrong = await startPython('/bin/false', () => undefined);
    await expect(wrong.request('detect', {})).rejects.toMatchObject({ problem: 'dead' });
    await expect(wrong.request('detect', {})).rejects.toMatchObject({ problem: 'dead' });
    await wrong.close();
  });
});
