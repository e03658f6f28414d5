import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { smallDescription, smallZip } from '../../src/preview/testing/small';
import { createTensor } from '../../src/tensor/create';
import { writeNpy } from '../../src/tensor/npy';
import { files, open } from './page';

/** `zooport.preview(bundle, image=array)`: the network on the researcher's own array, in the same report. */
test.beforeAll(() => {
  mkdirSync(files, { recursive: true });
  writeFileSync(join(files, 'own.bioimageio.zip'), smallZip());
  const { onnx } = smallDescription().weights;
  const weights = { torchscript: { source: onnx.source, pytorch_version: '2.0' } };
  writeFileSync(join(files, 'other.zip'), smallZip({ ...smallDescription(), weights } as never));
});

function own(bundle: string, ...image: number[]): string {
  return JSON.stringify({ bundle: join(files, bundle), image });
}

test('the own image and what the network makes of it stand below the report, pixel by pixel', async ({ page }) => {
  const [frame] = await open(page, [own('own.bioimageio.zip', 10, 12)]);
  await expect(frame.getByText(/“Small model” reproduces: /)).toBeVisible();
  const section = frame.getByRole('region', { name: 'Try your own image' });
  await expect(section.getByRole('img', { name: /^Input/ })).toBeVisible();
  // 0 to 99, of which the network cuts off what is below zero: the values are from -20 to 99.
  await expect(section.getByRole('img', { name: /^Output, colours from 0 to 99/ })).toBeVisible();
  await expect(section.getByRole('img')).toHaveCount(2);
  await expect(section.getByText('Reproduced')).toHaveCount(0);
  // Row 1, column 2 is -6; row 4, column 5 is 33.
  for (const [y, x, input, output] of [
    ['1', '2', '-6', '0'],
    ['4', '5', '33', '33']
  ]) {
    await section.getByLabel('y', { exact: true }).fill(y);
    await section.getByLabel('x', { exact: true }).fill(x);
    await expect(section.getByRole('row', { name: 'input' })).toContainText(input.replace('-', '−'));
    await expect(section.getByRole('row', { name: 'output' })).toContainText(output);
  }
});

test('an array of a size that the network does not take is run all the same, and another image can be dropped', async ({
  page
}) => {
  const [frame] = await open(page, [own('own.bioimageio.zip', 7, 9)]);
  const section = frame.getByRole('region', { name: 'Try your own image' });
  await expect(section.getByText(/7 rows, 9 columns/)).toBeVisible();
  // Row 6, column 8 is the last of the 63 values from -20 on.
  await section.getByLabel('y', { exact: true }).fill('6');
  await section.getByLabel('x', { exact: true }).fill('8');
  await expect(section.getByRole('row', { name: 'output' })).toContainText('42');
  const buffer = Buffer.from(writeNpy(createTensor('float32', [4, 4])));
  await section.getByLabel('Choose an image …').setInputFiles({ name: 'second.npy', mimeType: '', buffer });
  await expect(section.getByText(/4 rows, 4 columns/)).toBeVisible();
});

test('a bundle without anything that can run here says why the image was not run', async ({ page }) => {
  const [frame] = await open(page, [own('other.zip', 6, 8)]);
  await expect(frame.getByRole('heading', { name: /could not be run here/ })).toBeVisible();
  const said = frame.getByRole('region', { name: 'Try your own image' }).getByRole('alert');
  await expect(said).toContainText('This bundle cannot be run here: torchscript weights are not run here');
});

test('a page without workers says so of the image, too', async ({ page }) => {
  const [frame] = await open(page, [own('own.bioimageio.zip', 6, 8)], { policy: 'no-workers' });
  await expect(frame.getByRole('region', { name: 'Try your own image' }).getByRole('alert')).toContainText(/runtime/i);
});
