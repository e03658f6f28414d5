import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { openLab, runCommand } from '../actions';
import { openNotebook, picture } from '../help';
import { kerasBundles } from '../kerasBundle';
import { torchBundle } from '../torchBundle';
import { baseURL, endKernels, files, writeCells } from './jupyter';

test.use({ baseURL });

test.beforeAll(() => {
  mkdirSync(join(files, 'cell'), { recursive: true });
  writeFileSync(join(files, 'cell', 'keras.bioimageio.zip'), kerasBundles().plain);
  writeFileSync(join(files, 'cell', 'torch.bioimageio.zip'), torchBundle());
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

test('the cell runs all three formats of a bundle of PyTorch, code of the bundle only after a question', async ({
  page
}) => {
  writeCells('torch.ipynb', ['import zooport\nzooport.preview("torch.bioimageio.zip")'], 'pytorch');
  await openLab(page);
  await openNotebook(page, 'cell/torch.ipynb');
  await runCommand(page, 'notebook:run-all-cells');
  const offer = page.getByRole('region', { name: 'Weights that were not run here' });
  const row = (weights: string) =>
    page.getByRole('table', { name: /All weights/ }).getByRole('row', { name: new RegExp(`^${weights}`) });
  await expect(offer).toContainText('torchscript, pytorch_state_dict can be run in this notebook’s kernel');
  await offer.getByRole('button', { name: 'Run them in the kernel' }).click();
  await expect(row('torchscript')).toContainText('reproduces', { timeout: 120_000 });
  await expect(offer).toContainText('“CutNet” in the file “architecture.py”');
  await expect(row('pytorch_state_dict')).toContainText('not run');
  await offer.getByRole('button', { name: 'Run them with the code of this bundle' }).click();
  await expect(row('pytorch_state_dict')).toContainText('reproduces', { timeout: 120_000 });
  for (const weights of ['onnx', 'torchscript', 'pytorch_state_dict']) {
    await expect(row(weights)).toContainText('to the expected output: 0');
    await expect(row(weights).getByRole('listitem')).toHaveCount(3);
  }
  await expect(offer).toHaveCount(0);
  await picture(page, 'cell-weights');
});
