import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { openLab } from '../actions';
import { axeViolations, openFile, openNotebook, picture, serverFiles } from '../help';
import { kerasBundles } from '../kerasBundle';
import { notebookText } from '../notebookFile';

/** Weights that the browser cannot run, in the kernel of the notebook beside. */
const root = 'weights';

test.use({ viewport: { width: 1400, height: 1000 } });

test.beforeAll(() => {
  mkdirSync(join(serverFiles, root), { recursive: true });
  const { plain, coded } = kerasBundles();
  writeFileSync(join(serverFiles, root, 'plain.bioimageio.zip'), plain);
  writeFileSync(join(serverFiles, root, 'coded.bioimageio.zip'), coded);
  writeFileSync(join(serverFiles, root, 'note.ipynb'), notebookText(['kept = 1']));
});

test.beforeEach(async ({ page }) => {
  await openLab(page);
  await openNotebook(page, `${root}/note.ipynb`);
});

function report(page: Page): Locator {
  return page.locator('.jp-ZooportReport:visible');
}

/** The row of Keras in the table of all weights. */
function row(page: Page): Locator {
  return report(page)
    .getByRole('table', { name: /All weights/ })
    .getByRole('row', { name: /^keras_v3/ });
}

test('weights of Keras run in the kernel, and stand in the table beside the ONNX', async ({ page }) => {
  await openFile(page, `${root}/plain.bioimageio.zip`);
  await expect(row(page)).toContainText('not run');
  const offer = report(page).getByRole('region', { name: 'Weights that were not run here' });
  await expect(offer).toContainText('the kernel “Python 3 (ipykernel)” of note.ipynb');
  await offer.getByRole('button', { name: 'Run them in the kernel' }).click();
  await expect(row(page)).toContainText('reproduces', { timeout: 120_000 });
  await expect(row(page)).toContainText(/Keras 3\..* with TensorFlow/);
  await expect(row(page)).toContainText('to the expected output: 0');
  await expect(row(page)).toContainText('to onnx: 0');
  await expect(offer).toHaveCount(0);
  await picture(page, 'weights');
  expect(await axeViolations(page, '.jp-ZooportReport')).toEqual([]);
});

test('code of the bundle runs only after a question of its own', async ({ page }) => {
  await openFile(page, `${root}/coded.bioimageio.zip`);
  const offer = report(page).getByRole('region', { name: 'Weights that were not run here' });
  await offer.getByRole('button', { name: 'Run them in the kernel' }).click();
  await expect(offer).toContainText('a Lambda', { timeout: 120_000 });
  await expect(row(page)).toContainText('not run');
  await offer.getByRole('button', { name: 'Run them with the code of this bundle' }).click();
  await expect(row(page)).toContainText('reproduces', { timeout: 120_000 });
});
