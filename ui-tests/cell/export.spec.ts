import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { openLab, runCommand } from '../actions';
import { expectPassing, openNotebook, picture, repository } from '../help';
import { baseURL, endKernels, files, report, writeCells } from './jupyter';

/** `zooport.export` in JupyterLab and Notebook 7, with a real kernel that has what training left behind. */
const example = join(repository, '.cache', 'example', 'current');
const place = join(files, 'cell', 'export');

test.use({ baseURL });
test.setTimeout(240_000);

test.beforeEach(() => {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  for (const folder of ['models', 'data']) {
    cpSync(join(example, folder), join(place, folder), { recursive: true });
  }
});

test.afterEach(async ({ request }) => {
  await endKernels(request);
});

const trained = [
  'import os, zooport',
  // As the example notebook does.
  'os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"',
  'os.chdir("export")',
  'Network = "U-Net (2D)"',
  'model_path, model_name, Source_QC_folder = "models", "nuclei_unet", "data/held_out/images"'
].join('\n');
const withoutNode = 'os.environ["PATH"] = ""';

function bundles(): string[] {
  return readdirSync(place).filter(name => !['models', 'data'].includes(name));
}

function output(page: Page, cell: number): Locator {
  return page.locator('.jp-CodeCell').nth(cell).locator('.jp-OutputArea').first();
}

async function runCells(page: Page, name: string, sources: readonly string[]): Promise<void> {
  writeCells(name, sources);
  await openLab(page);
  await openNotebook(page, `cell/${name}`);
  // Not waited for: what happens while the cells run is looked at.
  void runCommand(page, 'notebook:run-all-cells').catch(() => undefined);
}

test('JupyterLab: an export of nothing but what the kernel knows, its progress in one output, its report', async ({
  page
}) => {
  await runCells(page, 'export.ipynb', [trained, 'made = zooport.export()\nmade', 'print("at", made.source)']);
  await expectPassing(output(page, 1).filter({ hasText: /\d+ % {2}.*Running the network in Keras/ }), 90_000);
  await expect(report(page, / reproduces: /)).toBeVisible({ timeout: 90_000 });
  await expect(output(page, 1)).toContainText(/Wrote nuclei-unet\.bioimageio\.zip \(\d/);
  // One line that changed, not one for each step.
  await expect(output(page, 1)).not.toContainText('Converting the network');
  await expect(page.getByText(`at ${join(place, 'nuclei-unet.bioimageio.zip')}`)).toBeVisible();
  expect(bundles()).toEqual(['nuclei-unet.bioimageio.zip']);
  await picture(page, 'cell-export');
});

test('JupyterLab: an interrupted export leaves no file, and the next one works', async ({ page }) => {
  await runCells(page, 'interrupted.ipynb', [trained, 'zooport.export()']);
  await expectPassing(output(page, 1).filter({ hasText: /Running the network in Keras/ }), 90_000);
  await runCommand(page, 'notebook:interrupt-kernel');
  await expect(output(page, 1)).toContainText('KeyboardInterrupt', { timeout: 60_000 });
  expect(bundles()).toEqual([]);
  await page.locator('.jp-CodeCell').nth(1).locator('.jp-InputPrompt').click();
  void runCommand(page, 'notebook:run-cell').catch(() => undefined);
  await expect(report(page, / reproduces: /)).toBeVisible({ timeout: 90_000 });
  expect(bundles()).toEqual(['nuclei-unet.bioimageio.zip']);
});

test('JupyterLab: what has to be said is a sentence with a call to copy, and no traceback', async ({ page }) => {
  await runCells(page, 'asked.ipynb', ['import zooport\nzooport.export("nowhere")']);
  await expect(output(page, 0)).toContainText('ExportError: There is no folder');
  await expect(output(page, 0)).not.toContainText('Traceback');
});

test('JupyterLab without Node: the page makes the bundle, and the page checks one', async ({ page }) => {
  const check = 'result = zooport.check("nuclei-unet.bioimageio.zip")\nresult';
  await runCells(page, 'no-node.ipynb', [trained, withoutNode, 'made = zooport.export()\nmade']);
  await expect(page.getByText(/this page makes the bundle: keep it open/)).toBeVisible({ timeout: 60_000 });
  await expect(report(page, / reproduces: /)).toBeVisible({ timeout: 120_000 });
  expect(bundles()).toEqual(['nuclei-unet.bioimageio.zip']);

  await runCells(page, 'no-node-check.ipynb', [trained, withoutNode, check, 'print("then", result.verdict)']);
  await expect(output(page, 2)).toContainText('There is no Node beside this kernel, so the check runs in this page');
  await expect(page.getByText(/CheckError: The result is not there yet/)).toBeVisible();
  await expect(report(page, / reproduces: /).last()).toBeVisible({ timeout: 60_000 });
  await expect(async () => {
    await page.locator('.jp-CodeCell:visible').last().locator('.jp-InputPrompt').click();
    await runCommand(page, 'notebook:run-cell');
    await expect(page.getByText('then passed')).toBeVisible({ timeout: 2_000 });
  }).toPass();
});
