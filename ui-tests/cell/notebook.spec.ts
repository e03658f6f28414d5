import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { picture, repository } from '../help';
import { files, host } from './page';

/** The whole way in a page as Colab's: the example notebook trains for real, and one more cell makes its bundle. */
const place = join(files, 'notebook');
const notebook = join(repository, 'examples', 'unet_2d.ipynb');

declare global {
  interface Window {
    runCell(source: string, shown: string | null): Promise<string | null>;
  }
}

interface Cell {
  readonly cell_type: string;
  readonly id: string;
  readonly source: readonly string[] | string;
}

function codeCells(): { id: string; source: string }[] {
  const { cells } = JSON.parse(readFileSync(notebook, 'utf8')) as { cells: readonly Cell[] };
  return cells
    .filter(({ cell_type }) => cell_type === 'code')
    .map(({ id, source }) => ({ id, source: typeof source === 'string' ? source : source.join('') }));
}

async function run(page: Page, source: string, shown: string | null = source): Promise<void> {
  expect(await page.evaluate(([code, text]) => window.runCell(code ?? '', text ?? null), [source, shown])).toBeNull();
}

test('train, export, report, in a light page and in a dark one', async ({ page }) => {
  test.setTimeout(600_000);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  await page.setViewportSize({ width: 1100, height: 1250 });
  await page.goto(`${host}/notebook.html`);
  await run(page, `import os\nos.chdir(${JSON.stringify(place)})`, null);
  for (const { id, source } of codeCells()) {
    // The cell that trains stands in the page; the others only run.
    await run(page, source, id === 'train' ? source.split('\n').slice(0, 7).join('\n') : null);
  }
  await run(page, 'import zooport\n\nzooport.export(authors="A. Biologist", license="CC-BY-4.0")');
  const frame = page.frameLocator('iframe').first();
  await expect(frame.getByText(/ reproduces: /)).toBeVisible({ timeout: 90_000 });
  await expect(frame.getByRole('img', { name: /^Reproduced/ })).toBeVisible();
  expect(readdirSync(place).filter(name => /zip|part/.test(name))).toEqual(['nuclei-unet.bioimageio.zip']);
  await picture(page, 'cell-colab');

  await page.goto(`${host}/notebook.html?theme=dark`);
  await run(
    page,
    'import tifffile\n\nimage = tifffile.imread("data/unseen/nuclei_unseen.tif")[:128, :128]\nzooport.preview("nuclei-unet.bioimageio.zip", image=image)'
  );
  const own = page.frameLocator('iframe').first().getByRole('region', { name: 'Try your own image' });
  await expect(own.getByRole('img', { name: /^Output/ })).toBeVisible({ timeout: 90_000 });
  await own.scrollIntoViewIfNeeded();
  await picture(page, 'cell-colab-dark');
  await run(page, `import os\nos.chdir(${JSON.stringify(files)})`, null);
});
