import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { chromium as installed } from '../../ui-tests/servers.mjs';
import { root, seconds, table } from '../tools.mjs';

const SIDE = 8192;
const FRAMES = 150;
const TRIES = 3;

const milliseconds = value => `${value.toFixed(0)} ms`;
const share = (times, part) => [...times].sort((a, b) => a - b)[Math.ceil(part * times.length) - 1];

/** Of several runs the one that was disturbed least: what 95 % of its times stay below. */
async function leastOf(run) {
  const shares = [];
  for (let i = 0; i < TRIES; i++) {
    shares.push(share(await run(), 0.95));
  }
  return Math.min(...shares);
}

/** Bytes that the page's process holds, as the system counts them: typed arrays are outside of JavaScript's own heap. */
async function memory(session) {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))[1]) * 1024);
  return Math.max(...sizes);
}

/** Large images in the viewer, in a headless Chromium that draws without a graphics card. */
export async function viewer() {
  const folder = join(root, 'bench/viewer');
  const server = await createServer({ root: folder, configFile: false, logLevel: 'error', server: { port: 0 } });
  await server.listen();
  const browser = await chromium.launch({
    ...installed.launchOptions,
    args: [...(installed.launchOptions.args ?? []), '--disable-gpu']
  });
  const rows = [['', 'measured', 'goal']];
  try {
    const session = await browser.newBrowserCDPSession();
    const page = await browser.newPage({ viewport: { width: 1240, height: 900 } });
    await page.goto(server.resolvedUrls.local[0]);
    await page.waitForFunction('window.showLarge !== undefined');
    await page.evaluate('showLarge(512, false)');
    const before = await memory(session);
    const first = await page.evaluate(`showLarge(${SIDE}, false)`);
    const grown = (await memory(session)) - before;
    const data = SIDE * SIDE * 2;
    rows.push([`${SIDE} x ${SIDE}, 16 bit: first picture`, seconds(first), '1 s']);
    rows.push(['memory, data with it', `${(grown / data).toFixed(2)} of the data`, '2']);
    for (const [name, clicks] of [
      ['half of it in view', 2],
      ['a hundredth of it in view', 6]
    ]) {
      await page.getByRole('button', { name: 'Fit' }).click();
      for (let click = 0; click < clicks; click++) {
        await page.getByRole('button', { name: 'Zoom in' }).click();
      }
      const frames = await leastOf(() => page.evaluate(`pan(${FRAMES})`));
      rows.push([`panning, ${name}: 95 % of frames within`, milliseconds(frames), '50 ms']);
    }
    const compared = await page.evaluate(`showLarge(${SIDE}, true)`);
    rows.push(['the same with a reproduced output: four pictures', seconds(compared), '']);
    rows.push(['512 x 512 x 64: first picture', seconds(await page.evaluate('showStack()')), '']);
    const planes = await leastOf(() => page.evaluate('slide(60)'));
    rows.push(['a slider’s new plane: 95 % within', milliseconds(planes), '100 ms']);
  } finally {
    await browser.close();
    await server.close();
  }
  table('The viewer, drawing without a graphics card', rows);
}
