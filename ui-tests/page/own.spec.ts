import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { openImage } from '../../src/image/open';
import { smallZip } from '../../src/preview/testing/small';
import { createTensor } from '../../src/tensor/create';
import { writeNpy } from '../../src/tensor/npy';
import { bytesReader } from '../../src/tensor/ranges';
import type { Tensor } from '../../src/tensor/tensor';
import { writeTiff } from '../../src/tensor/tiff';
import { axeViolations, picture } from '../help';

/** The small bundle's network cuts off what is below zero; it takes heights and widths of 4, 6, 8 and so on. */
async function open(page: Page): Promise<void> {
  await page.goto('/');
  const buffer = Buffer.from(smallZip());
  await page
    .getByLabel('Choose a file …')
    .setInputFiles({ name: 'small.bioimageio.zip', mimeType: 'application/zip', buffer });
  await expect(page.getByText(/“Small model” reproduces: /)).toBeVisible();
}

async function give(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  await page
    .getByLabel('Choose an image …')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
}

function waves(shape: readonly number[]): Tensor<'float32'> {
  const length = shape.reduce((product, size) => product * size, 1);
  return createTensor(
    'float32',
    shape,
    Float32Array.from({ length }, (_, at) => Math.sin(at / 5))
  );
}

for (const theme of ['light', 'dark'] as const) {
  test(`one’s own image of any size is run, looked at and saved, in the ${theme} theme`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    await open(page);
    const image = waves([117, 203]);
    await give(page, 'waves.tif', writeTiff(image, ['y', 'x']));
    const own = page.getByRole('region', { name: 'Try your own image' });
    await expect(own.getByText('waves.tif')).toBeVisible();
    await expect(own.getByText(/117 rows, 203 columns, float32/)).toBeVisible();
    await expect(own.getByRole('heading', { name: 'Output “cut”' })).toBeVisible();
    expect(await axeViolations(page, 'main')).toEqual([]);
    await own.scrollIntoViewIfNeeded();
    await picture(page, `own-image-${theme}`);
    const downloading = page.waitForEvent('download');
    await own.getByRole('button', { name: 'Save as TIFF' }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('waves.cut.tif');
    const saved = await openImage(bytesReader(new Uint8Array(readFileSync(await download.path()))), 'waves.cut.tif');
    const { data } = await saved.read();
    expect(saved.info.axes.map(({ id, size }) => [id, size])).toEqual([
      ['y', 117],
      ['x', 203]
    ]);
    expect([...data]).toEqual([...image.data].map(value => Math.max(value, 0)));
  });
}

test('a stack is run plane by plane, or as its projection', async ({ page }) => {
  await open(page);
  await give(page, 'stack.npy', writeNpy(waves([3, 8, 10])));
  const own = page.getByRole('region', { name: 'Try your own image' });
  await expect(own.getByText(/8 rows, 10 columns/)).toBeVisible();
  await own.getByLabel('Axes', { exact: true }).fill('zyx');
  await own.getByRole('button', { name: 'Run again' }).click();
  await expect(own.getByText(/3 planes, 8 rows, 10 columns/)).toBeVisible();
  await expect(own.getByRole('slider', { name: /z/ })).toBeVisible();
  await own.getByLabel('Stacks').selectOption('maximum projection');
  await own.getByRole('button', { name: 'Run again' }).click();
  await expect(own.getByRole('heading', { name: 'Output “cut”' })).toBeVisible();
});

test('an image that is none is said, and the next one runs', async ({ page }) => {
  await open(page);
  await give(page, 'broken.tif', new TextEncoder().encode('II*\0 this is no image'));
  const own = page.getByRole('region', { name: 'Try your own image' });
  await expect(own.getByRole('alert')).toContainText('broken.tif');
  await give(page, 'good.npy', writeNpy(waves([8, 8])));
  await expect(own.getByRole('heading', { name: 'Output “cut”' })).toBeVisible();
  await expect(own.getByRole('alert')).toHaveCount(0);
});
