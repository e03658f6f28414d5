import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { smallFiles, smallOutput, smallZip } from '../../src/preview/testing/small';
import { writeNpy } from '../../src/tensor/npy';
import { openLab, runCommand } from '../actions';
import { openNotebook, picture } from '../help';
import { baseURL, endKernels, files, report, writeCells } from './jupyter';

/** What a notebook may grow by for each report that it keeps. */
const growth = 300_000;

test.use({ baseURL });

test.beforeAll(() => {
  mkdirSync(join(files, 'cell'), { recursive: true });
  writeFileSync(join(files, 'cell', 'small.bioimageio.zip'), smallZip());
  const wrong = writeNpy({ ...smallOutput, data: smallOutput.data.map(value => value + 1) });
  writeFileSync(join(files, 'cell', 'wrong.zip'), smallZip(undefined, smallFiles().set('output.npy', wrong)));
});

test.afterEach(async ({ request }) => {
  await endKernels(request);
});

const small = 'import zooport\nwidget = zooport.preview("small.bioimageio.zip")\nwidget';
const wrong = 'zooport.preview("wrong.zip")';

/** The notebook as it was saved, once it holds `text`. */
async function savedWith(page: Page, file: string, text: string): Promise<string> {
  await expect
    .poll(
      async () => {
        await runCommand(page, 'docmanager:save');
        return readFileSync(file, 'utf8');
      },
      { intervals: [1000] }
    )
    .toContain(text);
  return readFileSync(file, 'utf8');
}

test('JupyterLab: two reports, the result in the next cell, and what a notebook without its kernel still says', async ({
  page,
  request
}) => {
  const file = writeCells('lab.ipynb', [small, wrong, 'print("kept:", widget.result and widget.result.verdict)']);
  const before = statSync(file).size;
  await openLab(page);
  await openNotebook(page, 'cell/lab.ipynb');
  await runCommand(page, 'notebook:run-all-cells');
  await expect(report(page, / reproduces: /)).toBeVisible();
  await expect(report(page, / does not reproduce its/)).toBeVisible();
  await expect(page.locator('.zooport-still')).toHaveCount(2);
  await expect(page.locator('.zooport-still:visible')).toHaveCount(0);
  // The page told the kernel, which tells the next cell.
  await expect(async () => {
    await runCommand(page, 'notebook:run-cell');
    await expect(page.getByText('kept: passed')).toBeVisible({ timeout: 2_000 });
  }).toPass();

  const saved = await savedWith(page, file, 'does not reproduce its test output');
  expect(saved).toContain('gives the output that its authors stored');
  expect(saved.match(/data:image\/png;base64,/g)?.length).toBe(2);
  test.info().annotations.push({ type: 'growth', description: `${(saved.length - before) / 2} bytes a report` });
  expect((saved.length - before) / 2).toBeLessThan(growth);

  await endKernels(request);
  await page.goto('about:blank');
  await openLab(page, '/lab/tree/cell/lab.ipynb?reset');
  await expect(page.locator('.zooport-still:visible')).toHaveCount(2, { timeout: 60_000 });
  await expect(page.locator('.zooport-still').first().getByRole('img')).toBeVisible();
});

test('JupyterLab: a cell that is run twice shows its new report alone', async ({ page }) => {
  writeCells('twice.ipynb', [small]);
  await openLab(page);
  await openNotebook(page, 'cell/twice.ipynb');
  await runCommand(page, 'notebook:run-all-cells');
  await expect(report(page, / reproduces: /)).toBeVisible();
  await runCommand(page, 'notebook:run-all-cells');
  await expect(report(page, / reproduces: /)).toHaveCount(1);
  await expect(page.locator('.zooport-still')).toHaveCount(1);
  await expect(page.locator('.zooport-still:visible')).toHaveCount(0);
});

test('JupyterLab: a path that is not there is one sentence', async ({ page }) => {
  writeCells('bad.ipynb', ['import zooport\nzooport.preview("nowhere.zip")']);
  await openLab(page);
  await openNotebook(page, 'cell/bad.ipynb');
  await runCommand(page, 'notebook:run-all-cells');
  const output = page.locator('.jp-OutputArea-output');
  await expect(output).toContainText('PreviewError: There is no file or folder “nowhere.zip”');
  await expect(output).not.toContainText('Traceback');
});

test('JupyterLab: the report comes while the kernel runs another cell, or after it', async ({ page }) => {
  writeCells('busy.ipynb', [small, 'import time\ntime.sleep(12)']);
  await openLab(page);
  await openNotebook(page, 'cell/busy.ipynb');
  await runCommand(page, 'notebook:run-all-cells');
  await expect(report(page, / reproduces: /)).toBeVisible({ timeout: 60_000 });
});

test('JupyterLab: an interrupted kernel and a kernel that is gone are told, and what is shown stays', async ({
  page,
  request
}) => {
  writeCells('gone.ipynb', [small, 'import time\ntime.sleep(600)']);
  await openLab(page);
  await openNotebook(page, 'cell/gone.ipynb');
  await runCommand(page, 'notebook:run-cell');
  await expect(report(page, / reproduces: /)).toBeVisible();
  await page.locator('.jp-CodeCell').nth(1).locator('.jp-InputPrompt').click();
  await page.getByRole('button', { name: /^Run this cell/ }).click();
  await expect(page.locator('.jp-CodeCell').nth(1)).toContainText('[*]');
  // A busy kernel answers now (by a thread for each widget) or once it is interrupted, whichever it can.
  await page.getByRole('button', { name: 'Check again' }).click();
  await runCommand(page, 'notebook:interrupt-kernel');
  await expect(page.locator('.jp-CodeCell').nth(1)).toContainText('KeyboardInterrupt');
  await expect(report(page, / reproduces: /)).toBeVisible();

  await endKernels(request);
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(page.getByText(/^Waiting for the kernel: .* was ended|The kernel of this report is gone/)).toBeVisible();
  // Nothing hangs: the reader can end it.
  const cancel = page.getByRole('button', { name: 'Cancel' });
  if (await cancel.isVisible()) {
    await cancel.click();
  }
  await expect(page.getByRole('button', { name: 'Check again' })).toBeVisible();
});

test('Notebook 7: the report, its pictures and its verdict', async ({ page }) => {
  const file = writeCells('seven.ipynb', [small]);
  await page.goto('/notebooks/cell/seven.ipynb');
  await page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor();
  await page.locator('.jp-Cell').first().click();
  await page.getByRole('button', { name: /^Run this cell/ }).click();
  await expect(report(page, / reproduces: /)).toBeVisible();
  await expect(page.getByRole('img', { name: /^Reproduced/ })).toBeVisible();
  await expect(page.locator('.zooport-still:visible')).toHaveCount(0);
  await expect(async () => {
    await page.getByRole('button', { name: /^Save and create/ }).click();
    expect(readFileSync(file, 'utf8')).toContain('gives the output that its authors stored');
  }).toPass();
  await picture(page, 'cell-notebook');
});
