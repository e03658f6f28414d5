// Draws every state of the views in both themes: node ui-tests/harness/shots.mjs [FOLDER]
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { chromium as installed } from '../servers.mjs';

const here = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
const folder = process.argv[2] ?? join(here, '..', '..', '.cache', 'shots');
const only = process.argv[3];
const panels = [
  'no-notebook',
  'looking',
  'nothing',
  'ask',
  'busy',
  'busy-image',
  'found',
  'found-crop',
  'found-mask',
  'found-faults',
  'network-volume',
  'network-stardist',
  'network-care',
  'own-list',
  'own-form',
  'own-fault',
  'own-no-picture',
  'own-failed',
  'own-empty',
  'own-two',
  'own-making',
  'taken',
  'making',
  'failed'
];
const finished = ['done-passed', 'done-failed', 'done-nan', 'own-done', 'own-left', 'own-code'];
const documents = ['report-passed', 'report-failed', 'report-nan', 'report-weights', 'report-weights-left'];
const objects = ['labels', 'labels-same', 'volume', 'volume-labels', 'finer', 'coarser'];
const wide = [...documents, ...objects.map(state => `report-${state}`), 'still-labels', 'still-finer'];
const narrow = [
  'found-crop',
  'found-faults',
  'busy-image',
  'failed',
  'done-failed',
  'own-list',
  'own-form',
  'own-fault',
  'own-empty',
  'own-no-picture',
  'own-failed',
  'own-two',
  'own-making',
  'own-done',
  'own-left',
  'own-code'
];
const shots = [
  ...[...panels, ...finished].map(state => [state, 350]),
  ...narrow.map(state => [state, 300]),
  ...wide.map(state => [state, 900])
];

await mkdir(folder, { recursive: true });
const server = await createServer({ root: here, configFile: false, logLevel: 'warn', server: { port: 0 } });
await server.listen();
const address = server.resolvedUrls.local[0];
const browser = await chromium.launch(installed.launchOptions);
const faults = [];
for (const theme of ['light', 'dark']) {
  for (const [state, width] of shots.filter(([state]) => !only || state.startsWith(only))) {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    page.on('pageerror', error => faults.push(`${state}: ${error.message}`));
    page.on('console', message => message.type() === 'error' && faults.push(`${state}: ${message.text()}`));
    await page.goto(`${address}?state=${state}&theme=${theme}&width=${width}`);
    await page.locator('.jp-Zooport').first().waitFor();
    if (state === 'found-faults' || state.startsWith('network-')) {
      // The format's rules arrive a moment after the form.
      await page.locator('.jp-Zooport-fieldFindings').first().waitFor();
    }
    if (state.startsWith('still-')) {
      await page.locator('img').waitFor();
    }
    await page.evaluate('document.fonts.ready.then(() => true)');
    const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    if (wider > 0) {
      faults.push(`${state}: ${wider} pixels wider than its frame`);
    }
    await page.screenshot({
      path: join(folder, `${state}${width < 350 ? '-narrow' : ''}-${theme}.png`),
      fullPage: true
    });
    await page.close();
  }
}
await browser.close();
await server.close();
console.log(faults.length > 0 ? faults.join('\n') : `${shots.length} states in two themes: ${folder}`);
process.exitCode = faults.length > 0 ? 1 : 0;
