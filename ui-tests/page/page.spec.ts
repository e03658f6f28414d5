import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, type Page, test } from '@playwright/test';
import { readModel } from '../../src/onnx/read';
import { smallDescription, smallFiles, smallOutput, smallZip } from '../../src/preview/testing/small';
import { writeNpy } from '../../src/tensor/npy';
import { axeViolations, picture, repository } from '../help';

const realBundle = join(repository, 'tests', 'bundle');
const keras = join(repository, 'ui-tests', 'runtime', 'tiny.hdf5');

interface Given {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

function zip(name: string, files = smallFiles()): Given {
  return { name, mimeType: 'application/zip', buffer: Buffer.from(smallZip(undefined, files)) };
}

async function give(page: Page, file: Given | string): Promise<void> {
  await page.getByLabel('Choose a file …').setInputFiles(file);
}

/** Addresses that the page asked which are not its own. */
function strangers(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', request => {
    const url = request.url();
    if (!/^(http:\/\/127\.0\.0\.1:8894\/|data:|blob:)/.test(url)) {
      asked.push(url);
    }
  });
  return asked;
}

for (const theme of ['light', 'dark'] as const) {
  test(`a bundle is checked in the page, in the ${theme} theme, and nobody else is asked`, async ({ page }) => {
    const asked = strangers(page);
    await page.emulateMedia({ colorScheme: theme });
    await page.goto('/');
    expect(await axeViolations(page, 'main')).toEqual([]);
    await give(page, zip('small.bioimageio.zip'));
    await expect(page.getByText(/“Small model” reproduces: /)).toBeVisible();
    expect(await axeViolations(page, 'main')).toEqual([]);
    await picture(page, `page-${theme}`);
    expect(asked).toEqual([]);
  });
}

test.describe('a network with its weights in a second file', () => {
  interface Case {
    readonly name: string;
    readonly core: string;
    readonly zip: string;
  }
  const stored = readFileSync(join(repository, 'src', 'preview', 'reproduce', 'fixtures', 'external.json.gz'));
  const { cases } = JSON.parse(gunzipSync(stored).toString()) as { cases: Case[] };
  const says: Readonly<Record<string, RegExp>> = {
    'not declared': /“weights\.onnx\.data”, which the description does not name/,
    'declared but not there': /“weights\.onnx\.data”.* is not in the bundle/,
    'asked for outside of the bundle': /asks for its weights in a folder \(“\.\.\/weights\.onnx\.data”\)/,
    'cut short': /“weights\.onnx\.data”, in which the network keeps its weights, is cut short/
  };
  const shown = cases.filter(({ name, core }) => core === 'passed' || name in says);

  for (const { name, core, zip: bundle } of shown) {
    test(`is run in the page: ${name}`, async ({ page }) => {
      await page.goto('/');
      const buffer = Buffer.from(bundle, 'base64');
      await give(page, { name: 'external.bioimageio.zip', mimeType: 'application/zip', buffer });
      const verdict = core === 'passed' ? /“Small model” reproduces: / : says[name];
      await expect(page.getByText(verdict).first()).toBeVisible();
      await expect(page.getByText(/“Small model” reproduces: /)).toHaveCount(core === 'passed' ? 1 : 0);
    });
  }
});

test('a folder is checked as it lies', async ({ page }) => {
  expect(readdirSync(realBundle)).toContain('rdf.yaml');
  await page.goto('/');
  await page.getByLabel('Choose a folder …').setInputFiles(realBundle);
  await expect(page.getByText(/“Smooth nuclei” reproduces: /)).toBeVisible();
});

test('a dropped bundle that does not reproduce is told, then one that does', async ({ page }) => {
  const wrong = writeNpy({ ...smallOutput, data: smallOutput.data.map(value => value + 1) });
  await page.goto('/');
  await give(page, zip('wrong.zip', smallFiles().set('output.npy', wrong)));
  await expect(page.getByText(/“Small model” does not reproduce/)).toBeVisible();
  const bytes = [...smallZip()];
  const transfer = await page.evaluateHandle(given => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(given)], 'right.zip'));
    return data;
  }, bytes);
  await page.getByRole('region', { name: /^Drop a bundle/ }).dispatchEvent('drop', { dataTransfer: transfer });
  await expect(page.getByText(/“Small model” reproduces: /)).toBeVisible();
});

test('a Keras network becomes ONNX that can be downloaded', async ({ page }, info) => {
  await page.goto('/');
  await give(page, keras);
  await expect(page.getByText('“tiny.hdf5” is now an ONNX network.')).toBeVisible();
  await expect(page.getByText(/Not proven against its source/)).toBeVisible();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Download tiny\.onnx/ }).click();
  const file = info.outputPath('tiny.onnx');
  await (await waiting).saveAs(file);
  expect(readModel(readFileSync(file)).graph.nodes.map(({ op }) => op)).toContain('Conv');
});

test('what is neither bundle nor network is told in a sentence, and the page lives on', async ({ page }, info) => {
  const notes = info.outputPath('notes.txt');
  writeFileSync(notes, 'Monday: nothing grew.');
  await page.goto('/');
  await give(page, notes);
  await expect(page.getByRole('alert')).toContainText('“notes.txt” is neither a bundle');
  await give(page, { name: 'broken.keras', mimeType: '', buffer: Buffer.from('no network') });
  await expect(page.getByRole('alert')).toContainText(/Keras/);
  await give(page, { name: 'broken.zip', mimeType: '', buffer: Buffer.from('no zip') });
  await expect(page.getByText(/“broken.zip” cannot be read/)).toBeVisible();
  await give(page, zip('small.zip'));
  await expect(page.getByText(/“Small model” reproduces: /)).toBeVisible();
});

test('opened as a file, the page says what browsers do not allow there and checks the description', async ({
  page
}) => {
  await page.goto(`file://${join(repository, 'web', 'index.html')}`);
  await expect(page.getByText(/opened as a file, and browsers run no network there/)).toBeVisible();
  await give(page, zip('small.zip'));
  await expect(page.getByText(/“Small model” could not be run here/)).toBeVisible();
  await expect(page.getByText('Valid description. The test could not be run here.')).toBeVisible();
});

test('a fault is mended with one click, and the mended bundle is downloaded and is what is shown', async ({
  page
}, info) => {
  const faulty = { ...smallDescription(), name: 'Small: model' };
  await page.goto('/');
  await give(page, { ...zip('small.zip'), buffer: Buffer.from(smallZip(faulty)) });
  await expect(page.getByText(/The name “Small: model” holds :/).last()).toBeVisible();
  const waiting = page.waitForEvent('download');
  await page.getByRole('listitem').filter({ hasText: 'The name “Small: model”' }).getByRole('button').click();
  await expect(page.getByText(/Mended here, not saved yet/)).toBeVisible();
  await expect(page.getByText(/ reproduces: /).first()).toBeVisible();
  await page.getByRole('button', { name: 'Save the mended bundle' }).click();
  const file = info.outputPath('mended.zip');
  await (await waiting).saveAs(file);
  await expect(page.getByText('Saved: small.mended.bioimageio.zip')).toBeVisible();
  await expect(page.getByText(/ reproduces: /).first()).toBeVisible();
  await give(page, { name: 'again.zip', mimeType: 'application/zip', buffer: readFileSync(file) });
  await expect(page.getByText('Saved: small.mended.bioimageio.zip')).toBeHidden();
  await expect(page.getByText(/ reproduces: /).first()).toBeVisible();
  await expect(page.getByText(/^Errors:/)).toHaveCount(0);
});
