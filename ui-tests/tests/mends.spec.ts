import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { stringify } from 'yaml';
import { smallDescription, smallFiles, smallZip } from '../../src/preview/testing/small';
import { zipSource } from '../../src/bundle/zip';
import { bundlesIn, openLab } from '../actions';
import { axeViolations, openFile, picture, serverFiles } from '../help';

/** Faults of a description that one click mends, in the bundle where it lies. */
const root = 'mends';
const faulty = { ...smallDescription(), name: 'Small: model', license: 'CC BY 4.0' };

test.use({ viewport: { width: 1400, height: 1000 } });

test.beforeAll(() => {
  mkdirSync(join(serverFiles, root, 'folder'), { recursive: true });
  writeFileSync(join(serverFiles, root, 'small.bioimageio.zip'), smallZip(faulty));
  for (const [name, bytes] of smallFiles()) {
    writeFileSync(join(serverFiles, root, 'folder', name), bytes);
  }
  const text = `# kept by hand\n${stringify(faulty)}`;
  writeFileSync(join(serverFiles, root, 'folder', 'rdf.yaml'), text);
});

test.beforeEach(({ page }) => openLab(page));

function report(page: Page): Locator {
  return page.locator('.jp-ZooportReport:visible');
}

async function mend(page: Page, text: string): Promise<void> {
  await report(page).getByRole('listitem').filter({ hasText: text }).getByRole('button').click();
  await expect(report(page).getByText(/Mended here, not saved yet/)).toBeVisible();
  // The other fault is still there.
  await expect(report(page).getByText('Errors: 1')).toBeVisible();
  await expect(report(page).getByText(text)).toHaveCount(0);
}

test('faults of a zip are mended, taken back, mended again and saved over it', async ({ page }) => {
  const path = `${root}/small.bioimageio.zip`;
  await openFile(page, path);
  await expect(report(page).getByText('Errors: 2')).toBeVisible();
  await picture(page, 'mends');
  await mend(page, 'The name “Small: model”');
  await report(page).getByRole('button', { name: 'Undo the last mend' }).click();
  await expect(report(page).getByText('The name “Small: model”').first()).toBeVisible();
  expect(readFileSync(join(serverFiles, path))).toEqual(Buffer.from(smallZip(faulty)));

  await report(page).getByRole('button', { name: 'Mend all 2' }).click();
  await expect(report(page).getByText(/Mended here, not saved yet: .*; /)).toBeVisible();
  await expect(
    report(page)
      .getByText(/ reproduces: /)
      .first()
  ).toBeVisible();
  expect(await axeViolations(page, '.jp-ZooportReport')).toEqual([]);
  await report(page).getByRole('button', { name: 'Save the mended bundle' }).click();
  await expect(report(page).getByText(`Saved: ${path}`)).toBeVisible();
  await expect(
    report(page)
      .getByText(/ reproduces: /)
      .first()
  ).toBeVisible();
  await expect(report(page).getByText(/^Errors:/)).toHaveCount(0);

  expect(bundlesIn(root)).toEqual(['small.bioimageio.zip']);
  const zip = zipSource(readFileSync(join(serverFiles, path)));
  const text = new TextDecoder().decode(await zip.read('rdf.yaml'));
  expect(text).toContain('license: CC-BY-4.0');
  expect(await zip.read('weights.onnx')).toEqual(smallFiles().get('weights.onnx'));
});

test('in a folder only the description is written, with its comments', async ({ page }) => {
  const path = `${root}/folder/rdf.yaml`;
  await openFile(page, path, 'Zooport Report');
  await mend(page, '“CC BY 4.0”');
  await report(page).getByRole('button', { name: 'Save the mended bundle' }).click();
  await expect(report(page).getByText(`Saved: ${path}`)).toBeVisible();
  const text = readFileSync(join(serverFiles, path), 'utf8');
  expect(text).toContain('# kept by hand\n');
  expect(text).toContain('license: CC-BY-4.0');
});

test('a mend that is not saved is asked about before its tab is closed', async ({ page }) => {
  const path = `${root}/asked.bioimageio.zip`;
  writeFileSync(join(serverFiles, path), smallZip(faulty));
  await openFile(page, path);
  await mend(page, '“CC BY 4.0”');
  const tab = page.locator('.lm-TabBar-tab').filter({ hasText: 'asked.bioimageio.zip' });
  await expect(tab).toHaveClass(/jp-mod-dirty/);
  const close = tab.locator('.lm-TabBar-tabCloseIcon');
  await close.click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^cancel$/i })
    .click();
  await expect(report(page).getByText(/Mended here, not saved yet/)).toBeVisible();
  expect(readFileSync(join(serverFiles, path))).toEqual(Buffer.from(smallZip(faulty)));

  await close.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save and Close' }).click();
  await expect(tab).toHaveCount(0);
  const text = new TextDecoder().decode(await zipSource(readFileSync(join(serverFiles, path))).read('rdf.yaml'));
  expect(text).toContain('license: CC-BY-4.0');
});
