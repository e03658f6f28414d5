import { cpSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jupyterlab/galata';
import { axeViolations, openNotebook, openPanel, panel, repository, serverFiles } from '../help';

const folder = 'last-month';

test.use({ tmpPath: folder, viewport: { width: 1600, height: 1000 } });

test.beforeAll(() => {
  // What `make test` trained before: notebook with outputs, data, models; the kernel that starts now holds nothing.
  cpSync(realpathSync(join(repository, '.cache', 'example', 'current')), join(serverFiles, folder), {
    recursive: true
  });
});

test('a notebook of last month: the network is found on disk alone, and its bundle reproduces', async ({ page }) => {
  await openNotebook(page, `${folder}/unet_2d.ipynb`);
  await openPanel(page);
  await expect(panel(page).getByText('U-Net (2D)').first()).toBeVisible({ timeout: 60_000 });
  await panel(page).getByRole('button', { name: 'Make bundle' }).click();
  await expect(panel(page).getByText(/ reproduces: /)).toBeVisible({ timeout: 120_000 });
  expect(await axeViolations(page, '.jp-Zooport')).toEqual([]);
});
