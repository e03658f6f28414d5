import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { copyExample, expectReproduced, makeBundle, openLab } from '../actions';
import { openPanel, panel } from '../help';
import { fileItem, filesOf, report } from './lab';

const port = 8897;

test.use({ baseURL: `http://127.0.0.1:${port}` });

test('the oldest JupyterLab: three clicks to the verdict, a double click to the report', async ({ page }) => {
  const folder = 'example';
  copyExample(folder, filesOf(port));
  await openLab(page, `/lab/tree/${folder}?reset`);
  await expect(page.locator('.jp-DirListing-item').first()).toBeVisible();
  await fileItem(page, 'unet_2d.ipynb').dblclick();
  await page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor();

  await openPanel(page);
  await expect(panel(page).getByText('U-Net (2D)').first()).toBeVisible();
  await makeBundle(page);
  await expectReproduced(page);

  const bundle = readdirSync(join(filesOf(port), folder)).find(name => name.endsWith('.bioimageio.zip')) ?? '';
  await expect(fileItem(page, bundle)).toBeVisible();
  await fileItem(page, bundle).dblclick();
  await expect(report(page).getByText(/ reproduces: /)).toBeVisible();
});
