import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openLab, runCommand } from '../actions';
import { openNotebook } from '../help';
import { kerasBundles } from '../kerasBundle';
import { baseURL, endKernels, files, writeCells } from './jupyter';

test.use({ baseURL });

test.beforeAll(() => {
  mkdirSync(join(files, 'cell'), { recursive: true });
  writeFileSync(join(files, 'cell', 'keras.bioimageio.zip'), kerasBundles().plain);
});

test.afterEach(async ({ request }) => {
  await endKernels(request);
});

test('the cell runs the weights of Keras in a process beside its kernel', async ({ page }) => {
  writeCells('weights.ipynb', ['import zooport\nzooport.preview("keras.bioimageio.zip")']);
  await openLab(page);
  await openNotebook(page, 'cell/weights.ipynb');
  await runCommand(page, 'notebook:run-all-cells');
  const offer = page.getByRole('region', { name: 'Weights that were not run here' });
  await expect(offer).toContainText('keras_v3 can be run in this notebook’s kernel');
  await offer.getByRole('button', { name: 'Run them in the kernel' }).click();
  const row = page.getByRole('table', { name: /All weights/ }).getByRole('row', { name: /^keras_v3/ });
  await expect(row).toContainText('reproduces', { timeout: 120_000 });
  await expect(row).toContainText('to onnx: 0');
});
