import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { json, python, reach, root, seconds, table, times, zoo } from './tools.mjs';

const RUNS = 5;
const PORT = '8908';
const model = join(zoo, 'weights.onnx');

/** unet2d_nuclei_broad on one 512 x 512 image: native, in node, in a worker of a page. Least seconds of five runs. */
export async function inference(program) {
  const rows = [['1 x 1 x 512 x 512', 'threads', 'load', 'run', 'to native']];
  const page = await openPage();
  try {
    for (const threads of [1, 2]) {
      const native = await json(python('new'), ['bench/native.py', model, join(zoo, 'test_input.npy'), threads, RUNS]);
      const thread = join(root, 'zooport/cli/thread.mjs');
      const node = await json('node', [program, 'infer', model, threads, RUNS, thread, 512]);
      const browser = await page.infer(threads);
      const peer = Math.min(...native.runs);
      for (const [where, { load, runs, name }] of Object.entries({ native, node, browser })) {
        const best = Math.min(...runs);
        rows.push([`${where}: ${name}`, String(threads), seconds(load), seconds(best), times(best, peer)]);
      }
    }
  } finally {
    await page.close();
  }
  table('Inference: unet2d_nuclei_broad', rows);
}

/** The page of the browser tests, with the workers built by the project's own configuration. */
async function openPage() {
  const server = spawn('node', ['serve.mjs', PORT], { cwd: join(root, 'ui-tests/runtime'), stdio: 'inherit' });
  const executablePath = process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const page = await browser.newPage();
  await reach(page, `http://localhost:${PORT}/user/alice/static/page.html`);
  await page.waitForFunction(() => 'tools' in globalThis);
  const close = async () => {
    await browser.close();
    server.kill();
  };
  return { infer: threads => page.evaluate(inferThere, [threads, RUNS]), close };
}

/** Runs in the page. */
async function inferThere([threads, count]) {
  const { tools } = globalThis;
  const model = await tools.bytes('zoo/weights.onnx');
  const image = tools.zeros(1, 1, 512, 512);
  image.data.forEach((_, i) => {
    image.data[i] = Math.sin(i * 12.9898) * 1.5;
  });
  const start = performance.now();
  const engine = await tools.createWorkerEngine(threads === 1 ? tools.one : tools.two);
  const session = await engine.load(model);
  const load = (performance.now() - start) / 1000;
  const runs = [];
  for (let i = 0; i < count; i++) {
    const begin = performance.now();
    await session.run([image]);
    runs.push((performance.now() - begin) / 1000);
  }
  const { name } = engine;
  await engine.dispose();
  return { load, runs, name };
}
