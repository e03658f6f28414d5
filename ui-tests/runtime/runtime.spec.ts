import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import type { Tools } from './page';

declare global {
  interface Window {
    tools: Tools;
  }
}

const zoo = fileURLToPath(new URL('../../../shared/data/unet2d_nuclei_broad', import.meta.url));

test.beforeEach(async ({ page }) => {
  await page.goto('page.html');
  await expect(page).toHaveTitle('Runtime is there');
});

for (const road of ['one', 'two'] as const) {
  test(`runs a network in a worker with ${road} thread(s), the page itself not isolated`, async ({ page }) => {
    const result = await page.evaluate(async road => {
      const { tools } = window;
      const engine = await tools.createWorkerEngine(tools[road]);
      const image = { ...tools.zeros(3), data: Float32Array.of(1, 2, 3) };
      const outputs = await tools.infer(engine, 'models/mask.onnx', image);
      const kept = image.data.length;
      const { name } = engine;
      await engine.dispose();
      return { outputs, kept, name, isolated: crossOriginIsolated, frames: document.querySelectorAll('iframe').length };
    }, road);
    const threads = road === 'one' ? '1 thread' : '2 threads';
    const name = `onnxruntime-web 1.30.0, ${threads}`;
    expect(result).toEqual({ outputs: [[0, 0, 1]], kept: 3, name, isolated: false, frames: 0 });
  });

  test(`gives a zoo model's test output with ${road} thread(s)`, async ({ page }) => {
    test.skip(!existsSync(zoo), '../shared/data/unet2d_nuclei_broad is absent');
    const worst = await page.evaluate(async road => {
      const { tools } = window;
      const numbers = async (path: string): Promise<Float32Array> =>
        new Float32Array((await tools.bytes(path)).slice(-4 * 512 * 512).buffer);
      const [raw, expected] = await Promise.all([numbers('zoo/test_input.npy'), numbers('zoo/test_output.npy')]);
      const mean = raw.reduce((sum, v) => sum + v, 0) / raw.length;
      const deviation = Math.sqrt(raw.reduce((sum, v) => sum + (v - mean) ** 2, 0) / raw.length);
      const input = { ...tools.zeros(1, 1, 512, 512), data: raw.map(v => (v - mean) / (deviation + 1e-6)) };
      const engine = await tools.createWorkerEngine(tools[road]);
      const [logits] = await tools.infer(engine, 'zoo/weights.onnx', input);
      await engine.dispose();
      return logits.reduce((most, v, i) => Math.max(most, Math.abs(1 / (1 + Math.exp(-v)) - expected[i])), 0);
    }, road);
    expect(worst).toBeLessThan(5e-6);
  });

  test(`an abort ends the worker of ${road} thread(s) in its midst; the next load starts a fresh one`, async ({
    page
  }) => {
    const result = await page.evaluate(async road => {
      const { tools } = window;
      const engine = await tools.createWorkerEngine(tools[road]);
      const slow = await engine.load(await tools.bytes('models/slow.onnx'));
      const abort = new AbortController();
      // More than half a minute of work, were it let be.
      const run = slow.run([tools.zeros(1, 64, 768, 768)], abort.signal);
      setTimeout(() => abort.abort(new Error('cancelled')), 500);
      const stopped = await tools.complaint(run);
      const again = await tools.complaint(slow.run([tools.zeros(1, 64, 8, 8)]));
      await slow.dispose();
      const next = await tools.infer(engine, 'models/identity.onnx', tools.zeros(1));
      const { name } = engine;
      await engine.dispose();
      return { stopped: stopped.message, again: again.message, next, name };
    }, road);
    expect(result.stopped).toBe('cancelled');
    expect(result.again).toMatch(/was stopped/);
    expect(result.next).toEqual([[0]]);
    expect(result.name).toMatch(road === 'one' ? /1 thread$/ : /2 threads$/);
  });
}

test('a network that fails to load, and one that needs too much memory, do not block the next', async ({ page }) => {
  const result = await page.evaluate(async () => {
    const { tools } = window;
    const engine = await tools.createWorkerEngine(tools.one);
    const size = { dtype: 'int64' as const, shape: [1], data: BigInt64Array.of(1n << 30n) };
    const [garbage, next, memory] = await Promise.all([
      tools.complaint(engine.load(Uint8Array.of(1, 2, 3))),
      tools.infer(engine, 'models/identity.onnx', tools.zeros(1)),
      tools.complaint(tools.infer(engine, 'models/huge.onnx', tools.zeros(1), size))
    ]);
    const last = await tools.infer(engine, 'models/identity.onnx', tools.zeros(1));
    await engine.dispose();
    return { garbage, next, memory, last };
  });
  expect(result.garbage).toMatchObject({ name: 'EngineError', step: 'load' });
  expect(result.garbage.message).toMatch(/not an ONNX network/);
  expect(result.memory.message).toMatch(/not enough memory/);
  expect([result.next, result.last]).toEqual([[[0]], [[0]]]);
});

const blockedRoads: [string, string, string][] = [
  ['the service worker is not there', 'no-such.worker.js', 'frame.js'],
  ['the frame never answers', 'service.worker.js', 'no-such-frame.js'],
  ['the service worker is a web page', 'page.html', 'frame.js']
];

for (const [what, swUrl, frameUrl] of blockedRoads) {
  test(`takes one thread without a word where ${what}`, async ({ page }) => {
    const result = await page.evaluate(
      async ([swUrl, frameUrl]) => {
        const { tools } = window;
        const frame = { swUrl: tools.at(swUrl), frameUrl: tools.at(frameUrl) };
        const engine = await tools.createWorkerEngine({ ...tools.two, frame });
        const outputs = await tools.infer(engine, 'models/identity.onnx', tools.zeros(1));
        const { name } = engine;
        await engine.dispose();
        return { outputs, name, frames: document.querySelectorAll('iframe').length };
      },
      [swUrl, frameUrl] as const
    );
    expect(result).toEqual({ outputs: [[0]], name: 'onnxruntime-web 1.30.0, 1 thread', frames: 0 });
  });
}

test('takes one thread where the browser has no service workers', async ({ page }) => {
  await page.addInitScript(() => Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined }));
  await page.reload();
  await expect(page).toHaveTitle('Runtime is there');
  const name = await page.evaluate(async () => {
    const { tools } = window;
    const engine = await tools.createWorkerEngine(tools.two);
    await tools.infer(engine, 'models/identity.onnx', tools.zeros(1));
    return engine.name;
  });
  expect(name).toMatch(/1 thread$/);
});

test('says what is wrong where the worker, the WebAssembly or the right to run it is missing', async ({ page }) => {
  const [script, wasm, policy] = await page.evaluate(async () => {
    const { tools } = window;
    const broken = [
      { ...tools.one, workerUrl: tools.at('no-such.worker.js') },
      { ...tools.one, wasmUrl: tools.at('no-such.wasm') },
      { ...tools.one, workerUrl: tools.at('strict/runtime.worker.js') }
    ];
    const complaints = [];
    for (const options of broken) {
      const engine = await tools.createWorkerEngine(options);
      complaints.push(await tools.complaint(tools.infer(engine, 'models/identity.onnx', tools.zeros(1))));
      await engine.dispose();
    }
    return complaints;
  });
  expect(script).toMatchObject({ name: 'EngineError', step: 'start' });
  expect(script.message).toMatch(/could not be started.*script could not be loaded/);
  expect(wasm.message).toMatch(/could not be started/);
  expect(policy.message).toMatch(/security policy forbids WebAssembly/);
});

test('converts a Keras network in a worker and runs what comes out', async ({ page }) => {
  const result = await page.evaluate(async () => {
    const { tools } = window;
    const convert = tools.createConverter(tools.convertWorkerUrl);
    const keras = await tools.bytes('networks/tiny.hdf5');
    const { onnx, layers } = await convert(keras);
    const engine = await tools.createWorkerEngine(tools.one);
    const session = await engine.load(onnx);
    const [output] = await session.run([{ dtype: 'float32', shape: [1, 1, 3, 1], data: Float32Array.of(0, 1, 5) }]);
    await engine.dispose();
    return { layers, kept: keras.length > 0, values: [...(output.data as Float32Array)], bytes: onnx.length };
  });
  expect(result.layers).toContainEqual({ class: 'Conv2D', count: 1 });
  expect(result.values).toEqual([1, 3, 11]);
  expect(result.kept).toBe(true);
});

test("a Keras file that is none is refused with the converter's own sentence; an abort and a missing worker are told", async ({
  page
}) => {
  const [none, aborted, missing] = await page.evaluate(async () => {
    const { tools } = window;
    const convert = tools.createConverter(tools.convertWorkerUrl);
    const abort = new AbortController();
    const keras = await tools.bytes('networks/tiny.hdf5');
    const running = tools.complaint(convert(keras, abort.signal));
    abort.abort();
    return [
      await tools.complaint(convert(Uint8Array.of(1, 2, 3))),
      await running,
      await tools.complaint(tools.createConverter(tools.at('no-such.worker.js'))(keras))
    ];
  });
  expect(none.name).toBe('ConvertError');
  expect(aborted.name).toBe('AbortError');
  expect(missing.message).toMatch(/converter could not be started.*could not be loaded/);
});
