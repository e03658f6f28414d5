import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { openImage } from '../../src/image/open';
import { smallZip } from '../../src/preview/testing/small';
import { createTensor } from '../../src/tensor/create';
import { bytesReader } from '../../src/tensor/ranges';
import { writeTiff } from '../../src/tensor/tiff';
import { openLab, runCommand } from '../actions';
import { axeViolations, openFile, picture, serverFiles } from '../help';

/** A bundle on the researcher's own images, which lie on the server. */
const root = 'own-image';
const image = createTensor(
  'float32',
  [61, 83],
  Float32Array.from({ length: 61 * 83 }, (_, at) => Math.sin(at / 7))
);

test.use({ viewport: { width: 1400, height: 1000 } });

test.beforeEach(async ({ page }) => {
  rmSync(join(serverFiles, root), { recursive: true, force: true });
  mkdirSync(join(serverFiles, root), { recursive: true });
  writeFileSync(join(serverFiles, root, 'small.bioimageio.zip'), smallZip());
  writeFileSync(join(serverFiles, root, 'waves.tif'), writeTiff(image, ['y', 'x']));
  await openLab(page);
});

function own(page: Page): Locator {
  return page.locator('.jp-ZooportReport:visible').getByRole('region', { name: 'Try your own image' });
}

test('an image from the folders runs in the report, and its result is saved beside it, never over another', async ({
  page
}) => {
  await openFile(page, `${root}/small.bioimageio.zip`);
  await own(page).getByRole('button', { name: 'From the folders …' }).click();
  await pick(page, 'waves.tif');
  await expect(own(page).getByText(/61 rows, 83 columns/)).toBeVisible();
  await own(page).scrollIntoViewIfNeeded();
  await picture(page, 'own-image-lab');
  expect(await axeViolations(page, '.jp-ZooportReport')).toEqual([]);
  const save = own(page).getByRole('button', { name: 'Save as TIFF' });
  await save.click();
  await expect(own(page).getByText(`Saved: ${root}/waves.cut.tif`)).toBeVisible();
  await save.click();
  await expect(own(page).getByText(`Saved: ${root}/waves.cut-2.tif`)).toBeVisible();
  const bytes = readFileSync(join(serverFiles, root, 'waves.cut.tif'));
  const saved = await (await openImage(bytesReader(bytes), 'waves.cut.tif')).read();
  expect(saved.shape).toEqual([61, 83]);
  expect([...saved.data]).toEqual([...image.data].map(value => Math.max(value, 0)));
  expect(existsSync(join(serverFiles, root, 'waves.cut.tif.part'))).toBe(false);
});

test('Run With Zooport asks for a bundle and runs it on the image', async ({ page }) => {
  const running = runCommand(page, 'zooport:run-file', { path: `${root}/waves.tif` });
  await pick(page, 'small.bioimageio.zip');
  await running;
  await expect(own(page).getByText(/61 rows, 83 columns/)).toBeVisible();
  await expect(own(page).getByRole('heading', { name: 'Output “cut”' })).toBeVisible();
});

/** In the application's own dialog. */
async function pick(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('listitem', { name: new RegExp(`^Name: ${root}`) }).dblclick();
  await dialog.getByRole('listitem', { name: new RegExp(`^Name: ${name}`) }).click();
  await dialog.getByRole('button', { name: 'Select' }).click();
}
