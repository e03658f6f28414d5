import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { webpack } from 'webpack';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Tensor } from '../tensor/tensor';
import type { InferenceEngine } from './engine';
import { createNodeEngine } from './node';

const root = join(__dirname, '../..');
const model = (name: string): Uint8Array => readFileSync(join(__dirname, 'testing/models', `${name}.onnx`));
const one = (value: number): Tensor => ({ dtype: 'float32', shape: [1], data: Float32Array.of(value) });
/** 64 channels of 512 x 512: more than half a minute of work on two cores for the "slow" network. */
const image: Tensor = { dtype: 'float32', shape: [1, 64, 512, 512], data: new Float32Array(64 * 512 * 512) };

/** The thread as the command line ships it, bundled by the project's own configuration. */
async function bundleThread(): Promise<URL> {
  const { default: config } = await import(pathToFileURL(join(root, 'build', 'webpack.cli.mjs')).href);
  const path = join(root, '.cache/thread-test');
  const entry = { thread: config.entry.thread };
  await new Promise<void>((resolve, reject) => {
    webpack({ ...config, entry, output: { ...config.output, path } }, (error, stats) =>
      error || stats?.hasErrors() ? reject(error ?? new Error(stats?.toString('errors-only'))) : resolve()
    );
  });
  return pathToFileURL(join(path, 'thread.mjs'));
}

let thread: URL;
let engine: InferenceEngine;
beforeAll(async () => {
  thread = await bundleThread();
  engine = await createNodeEngine({ threads: 2, thread });
}, 60_000);
afterAll(() => engine.dispose());

it('ends a run in its midst, and the next network runs in a fresh thread', async () => {
  const slow = await engine.load(model('slow'));
  const abort = new AbortController();
  const run = slow.run([image], abort.signal);
  const reason = new Error('cancelled');
  await new Promise(resolve => setTimeout(resolve, 300));
  abort.abort(reason);
  await expect(run).rejects.toBe(reason);
  await expect(slow.run([image])).rejects.toThrow(/was stopped. Load it again/);
  await slow.dispose();
  const next = await engine.load(model('identity'));
  expect(await next.run([one(4)])).toEqual([one(4)]);
  await next.dispose();
}, 30_000);

it('an abort of one network harms no other', async () => {
  const [slow, other] = await Promise.all([engine.load(model('slow')), engine.load(model('identity'))]);
  const abort = new AbortController();
  const run = slow.run([image], abort.signal);
  abort.abort();
  await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  expect(await other.run([one(5)])).toEqual([one(5)]);
  await Promise.all([slow.dispose(), other.dispose()]);
}, 30_000);

it('ends a run that takes more memory than it may, and the next network runs in a fresh thread', async () => {
  // The image alone has 67 MB, and each layer makes as much.
  const small = await createNodeEngine({ threads: 2, thread, mostMemory: 100 * 2 ** 20 });
  const slow = await small.load(model('slow'));
  await expect(slow.run([image])).rejects.toMatchObject({
    name: 'EngineError',
    step: 'run',
    reason: expect.stringContaining('not enough memory')
  });
  await slow.dispose();
  const next = await small.load(model('identity'));
  expect(await next.run([one(4)])).toEqual([one(4)]);
  await small.dispose();
}, 60_000);

it('a disposed engine runs nothing more and says so', async () => {
  const short = await createNodeEngine({ threads: 1, thread });
  const session = await short.load(model('identity'));
  await short.dispose();
  await expect(session.run([one(1)])).rejects.toMatchObject({ name: 'EngineError', step: 'run' });
  await expect(short.load(model('identity'))).rejects.toThrow(/engine was closed/);
});

it('a folder without the runtime is named', async () => {
  await expect(createNodeEngine({ wasmDirectory: join(root, 'src') })).rejects.toMatchObject({
    step: 'start',
    reason: expect.stringContaining(join(root, 'src'))
  });
});
