import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as ort from 'onnxruntime-web';
import { afterAll, expect, it } from 'vitest';
import { carryOutLong, longTask } from '../../processing/slowOperations';
import { serve } from '../../runtime/host';
import { HostPool } from '../../runtime/pool';
import { probeModel } from '../../runtime/probe';
import { createTensor } from '../../tensor/create';
import { must } from '../../tensor/testing/must';

const folder = dirname(createRequire(fileURLToPath(import.meta.url)).resolve('onnxruntime-web/wasm'));
const file = (name: string) => pathToFileURL(join(folder, name)).href;
const pool = new HostPool({
  wasm: { mjs: file('ort-wasm-simd-threaded.mjs'), wasm: file('ort-wasm-simd-threaded.wasm') },
  threads: 1,
  open: threads => {
    const { port1, port2 } = new MessageChannel();
    const release = serve(port2, ort, { [longTask]: carryOutLong });
    const end = () => (port1.close(), release());
    return Promise.resolve({ port: port1, died: new Promise<never>(() => undefined), end, threads });
  }
});
afterAll(() => pool.dispose());

const kwargs = { prob_threshold: 0.5, nms_threshold: 0.4, n_rays: 4, grid: [2, 2], b: 0 };
const step = { operation: 'stardist_postprocessing', kwargs, tensorId: 'labels', axes: ['batch', 'y', 'x', 'channel'] };
const tensor = createTensor('float32', [1, 3, 3, 5]);
tensor.data.fill(1);

it('the thread of the network carries out long steps, and leaves the caller its tensor', async () => {
  const session = await pool.load(probeModel());
  const task = must(must(session.tasks).get(longTask));
  const [labels] = await task([tensor], step);
  expect(labels).toEqual(carryOutLong([tensor], step)[0]);
  expect(tensor.data.length).toBe(45);
  // What is wrong with the step is told in its own words, and the session goes on.
  await expect(task([tensor], { ...step, kwargs: { ...kwargs, b: 'two' } })).rejects.toThrow('whole number as "b"');
  await expect(session.run([createTensor('float32', [1], new Float32Array([7]))])).resolves.toHaveLength(1);
  await session.dispose();
});

it('aborting ends it with the signal’s reason', async () => {
  const session = await pool.load(probeModel());
  const stop = new AbortController();
  const working = must(must(session.tasks).get(longTask))([tensor], step, stop.signal);
  stop.abort(new Error('enough'));
  await expect(working).rejects.toThrow('enough');
});
