import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type APIRequestContext, expect, type Page, test } from '@playwright/test';
import { smallFiles, smallOutput, smallZip } from '../../src/preview/testing/small';
import { writeNpy } from '../../src/tensor/npy';
import { openLab, runCommand } from '../actions';
import { openNotebook, picture } from '../help';
import { filesOf } from '../smoke/lab';

const port = 8880;
const files = filesOf(port);
/** What a notebook may grow by for each report that it keeps. */
const growth = 300_000;

test.use({ baseURL: `http://127.0.0.1:${port}` });

test.beforeAll(() => {
  mkdirSync(join(files, 'cell'), { recursive: true });
  writeFileSync(join(files, 'cell', 'small.bioimageio.zip'), smallZip());
  const wrong = writeNpy({ ...smallOutput, data: smallOutput.data.map(value => value + 1) });
  writeFileSync(join(files, 'cell', 'wrong.zip'), smallZip(undefined, smallFiles().set('output.npy', wrong)));
});

test.afterEach(async ({ request }) => {
  await endKernels(request);
});

async function endKernels(request: APIRequestContext): Promise<void> {
  const kernels = (await (await request.get('/api/kernels')).json()) as { id: string }[];
  await Promise.all(kernels.map(({ id }) => request.delete(`/api/kernels/${id}`)));
}

const small = 'import zooport\nwidget = zooport.preview("small.bioimageio.zip")\nwidget';
const wrong = 'zooport.preview("wrong.zip")';

function writeCells(name: string, sources: readonly string[]): string {
  const cells = sources.map((source, index) => ({
    cell_type: 'code',
    id: `cell-${index}`,
    execution_count: null,
    metadata: {},
    outputs: [],
    source
  }));
  const metadata = { kernelspec: { name: 'python3', display_name: 'python3', language: 'python' } };
  const file = join(files, 'cell', name);
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
  return file;
}

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
  await expect(page.getByText(/“Small model” reproduces: /)).toBeVisible();
  await expect(page.getByText(/“Small model” does not reproduce/).first()).toBeVisible();
  await expect(page.locator('.zooport-still')).toHaveCount(2);
  await expect(page.locator('.zooport-still:visible')).toHaveCount(0);
  await picture(page, 'cell-lab');
  // The page told the kernel, which tells the next cell.
  await expect(async () => {
    await runCommand(page, 'notebook:run-cell');
    await expect(page.getByText('kept: passed')).toBeVisible({ timeout: 2_000 });
  }).toPass();

  const saved = await savedWith(page, file, 'does not reproduce its test output');
  expect(saved).toContain('gives the output that training gave');
  expect(saved.match(/data:image\/png;base64,/g)?.length).toBe(2);
  test.info().annotations.push({ type: 'growth', description: `${(saved.length - before) / 2} bytes a report` });
  expect((saved.length - before) / 2).toBeLessThan(growth);

  await endKernels(request);
  await page.goto('about:blank');
  await openLab(page, '/lab/tree/cell/lab.ipynb?reset');
  await expect(page.locator('.zooport-still:visible')).toHaveCount(2, { timeout: 60_000 });
  await expect(page.locator('.zooport-still').first().getByRole('img')).toBeVisible();
  await picture(page, 'cell-lab-without-kernel');
});

test('JupyterLab: a cell that is run twice shows its new report alone', async ({ page }) => {
  writeCells('twice.ipynb', [small]);
  await openLab(page);
  await openNotebook(page, 'cell/twice.ipynb');
  await runCommand(page, 'notebook:run-all-cells');
  await expect(page.getByText(/“Small model” reproduces: /)).toBeVisible();
  await runCommand(page, 'notebook:run-all-cells');
  await expect(page.getByText(/“Small model” reproduces: /)).toHaveCount(1);
  await expect(page.locator('.zooport-still')).toHaveCount(1);
  await expect(page.locator('.zooport-still:visible')).toHaveCount(0);
});

test('JupyterLab: a path that is not there is one sentence; a busy kernel is told, then the report comes', async ({
  page
}) => {
  writeCells('bad.ipynb', ['import zooport\nzooport.preview("nowhere.zip")']);
  await openLab(page);
  await openNotebook(page, 'cell/bad.ipynb');
  await runCommand(page, 'notebook:run-all-cells');
  const output = page.locator('.jp-OutputArea-output');
  await expect(output).toContainText('PreviewError: There is no file or folder “nowhere.zip”');
  await expect(output).not.toContainText('Traceback');

  writeCells('busy.ipynb', [small, 'import time\ntime.sleep(12)']);
  await openNotebook(page, 'cell/busy.ipynb');
  await runCommand(page, 'notebook:run-all-cells');
  await expect(page.getByText(/waits for the kernel/)).toBeVisible();
  await expect(page.getByText(/“Small model” reproduces: /)).toBeVisible({ timeout: 60_000 });
});

test('Notebook 7: the report, its pictures and its verdict', async ({ page }) => {
  const file = writeCells('seven.ipynb', [small]);
  await page.goto('/notebooks/cell/seven.ipynb');
  await page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor();
  await runCommand(page, 'notebook:run-all-cells');
  await expect(page.getByText(/“Small model” reproduces: /)).toBeVisible();
  await expect(page.getByRole('img', { name: /^Reproduced/ })).toBeVisible();
  await expect(page.locator('.zooport-still:visible')).toHaveCount(0);
  await savedWith(page, file, 'gives the output that training gave');
  await picture(page, 'cell-notebook');
});
