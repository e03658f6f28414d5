import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { copyExample, expectReproduced, makeBundle, openLab, runCommand } from '../actions';
import { openPanel, panel, repository } from '../help';
import { contextMenu, fileItem, filesOf, report } from './lab';

/** A server as a hub starts it: below an address of its own, and only for who has the token. */
const port = 8898;
const base = '/user/alice';
const folder = 'example';
const realBundle = join(repository, 'tests', 'bundle');

test.use({ baseURL: `http://127.0.0.1:${port}` });
test.describe.configure({ mode: 'serial' });

test.beforeAll(() => {
  copyExample(folder, filesOf(port));
});

async function openAt(page: Page, path: string): Promise<void> {
  await openLab(page, `${base}/lab/tree/${path}?reset&token=secret`);
  await expect(page.locator('.jp-DirListing-item').first()).toBeVisible();
}

test('below a base address and with a token: the bundle reproduces', async ({ page }) => {
  await openAt(page, folder);
  await fileItem(page, 'unet_2d.ipynb').dblclick();
  await page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor();
  await openPanel(page);
  await expect(panel(page).getByText('U-Net (2D)').first()).toBeVisible();
  await makeBundle(page);
  await expectReproduced(page);
});

test('palette, launcher and File menu open the panel', async ({ page }) => {
  const advice = panel(page).getByText(/Open the notebook that trained your network/);
  await openAt(page, folder);
  await page.locator('.jp-LauncherCard').filter({ hasText: 'Make a Model Zoo Bundle' }).click();
  await expect(advice).toBeVisible();

  const tab = page.getByRole('tab', { name: /Zooport/ });
  await tab.click();
  await expect(advice).toBeHidden();
  await runCommand(page, 'apputils:activate-command-palette');
  const found = page.locator('.lm-CommandPalette-item:visible').filter({ hasText: 'Make a BioImage Model Zoo Bundle' });
  for (const word of ['onnx', 'export', 'bioimage']) {
    await page.locator('.lm-CommandPalette-input:visible').fill(word);
    await expect(found).toBeVisible();
  }
  await found.click();
  await expect(advice).toBeVisible();

  await tab.click();
  await expect(advice).toBeHidden();
  await page.getByRole('menuitem', { name: 'File', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Make a Model Zoo Bundle' }).click();
  await expect(advice).toBeVisible();
});

test('the context menu checks a zip, a folder and a description', async ({ page }) => {
  const place = join(filesOf(port), 'zoo');
  mkdirSync(place);
  cpSync(realBundle, join(place, 'folder'), { recursive: true });
  const bundle = readdirSync(join(filesOf(port), folder)).find(name => name.endsWith('.bioimageio.zip'));
  cpSync(join(filesOf(port), folder, bundle ?? ''), join(place, 'plain.zip'));
  await openAt(page, 'zoo');

  await (await contextMenu(page, 'folder')).getByText('Check With Zooport').click();
  await expect(report(page).getByText(/ reproduces: /)).toBeVisible();

  const zip = await contextMenu(page, 'plain.zip');
  await zip.getByText('Open With').hover();
  await page.locator('.lm-Menu').last().getByText('Zooport Report').click();
  await expect(report(page).getByText(/ reproduces: /)).toBeVisible();

  await fileItem(page, 'folder').dblclick();
  await expect(fileItem(page, 'rdf.yaml')).toBeVisible();
  await (await contextMenu(page, 'rdf.yaml')).getByText('Check With Zooport').click();
  await expect(report(page).getByText(/ reproduces: /)).toBeVisible();
});

test('Notebook 7 on the same server: the panel finds the network', async ({ page }) => {
  await page.goto(`${base}/notebooks/${folder}/unet_2d.ipynb?token=secret`);
  await openPanel(page);
  await expect(panel(page).getByText('U-Net (2D)').first()).toBeVisible();
});
