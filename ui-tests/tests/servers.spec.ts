import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import {
  alertIn,
  bundlesIn,
  changeKernel,
  chooseFolder,
  chooseImage,
  copyExample,
  endKernels,
  expectReproduced,
  fixtures,
  makeBundle,
  openLab,
  writeNotebook
} from '../actions';
import { openFile, openNotebook, openPanel, panel, pythonOf, repository, serverFiles } from '../help';

/** What kernel, server and disk may lack, each with the sentence that a researcher sees; then the way goes on. */
const root = 'surroundings';

test.use({ viewport: { width: 1600, height: 1000 } });
test.beforeAll(() => {
  mkdirSync(join(serverFiles, root), { recursive: true });
});
test.beforeEach(({ page }) => openLab(page));
test.afterEach(({ request }) => endKernels(request));

test('a kernel without TensorFlow finds the network on disk and says what it lacks; a shut down one is named', async ({
  page,
  request
}) => {
  const place = `${root}/bare`;
  copyExample(place);
  await openNotebook(page, `${place}/unet_2d.ipynb`);
  await changeKernel(page, 'no-tensorflow');
  await openPanel(page);
  await expect(panel(page).getByText('U-Net (2D)').first()).toBeVisible();
  await makeBundle(page);
  await expect(alertIn(page)).toContainText(
    /This Python \(.*\) has no Keras that can read a network written by Keras 3.* Choose the kernel in which it was trained/
  );
  expect(bundlesIn(place)).toEqual([]);

  await endKernels(request);
  await expect(alertIn(page)).toContainText(/This notebook has no kernel. Choose one/);

  await changeKernel(page, 'python3');
  await makeBundle(page);
  await expectReproduced(page);
  expect(bundlesIn(place)).toEqual([expect.stringMatching(/\.bioimageio\.zip$/)]);
});

test('a network of 60 MB passes a server with the default limit of 10 MB a message; JupyterLab closed in the middle', async ({
  page,
  context
}) => {
  const big = execFileSync(pythonOf('train'), [join(repository, 'scripts/networks/big_network.py')], {
    stdio: ['ignore', 'pipe', 'ignore']
  });
  // TensorFlow and the notebook's own code print too, the first time.
  const folder = big.toString().trim().split('\n').at(-1) ?? '';
  expect(statSync(join(folder, 'weights_best.keras')).size).toBeGreaterThan(60e6);
  const place = `${root}/big`;
  const notebook = `${place}/big.ipynb`;
  writeNotebook(notebook);
  await openNotebook(page, notebook);
  await openPanel(page);
  await chooseFolder(page, folder);
  await chooseImage(page, join(fixtures, 'images', 'nuclei.tif'));
  await expect(panel(page).getByText('nuclei.tif (192 × 256)')).toBeAttached();
  await makeBundle(page);
  // The page goes away while the bundle is being written; what is there is not called a bundle.
  await expect
    .poll(() => bundlesIn(place), { timeout: 120_000, intervals: [50] })
    .toEqual([expect.stringMatching(/\.bioimageio\.zip\.part$/)]);
  await page.close();
  const [partial] = bundlesIn(place);
  expect(partial).toMatch(/\.part$/);

  const again = await context.newPage();
  await openLab(again);
  await openNotebook(again, notebook);
  await openPanel(again);
  await chooseFolder(again, folder);
  await chooseImage(again, join(fixtures, 'images', 'nuclei.tif'));
  await expect(panel(again).getByText('nuclei.tif (192 × 256)')).toBeAttached();
  await makeBundle(again);
  await expectReproduced(again);
  expect(bundlesIn(place)).toEqual([partial.replace('.part', '')]);
  expect(statSync(join(serverFiles, place, bundlesIn(place)[0])).size).toBeGreaterThan(100e6);
});

for (const { what, make, undo, sentence, mend } of [
  {
    what: 'may only be read',
    make: (folder: string) => execFileSync('chattr', ['+i', folder]),
    undo: (folder: string) => execFileSync('chattr', ['-i', folder]),
    sentence: /does not allow writing. Move the notebook to a folder of your own/,
    mend: (folder: string) => execFileSync('chattr', ['-i', folder])
  },
  {
    what: 'is on a full disk',
    make: (folder: string) => execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1500k', 'tmpfs', folder]),
    undo: (folder: string) => execFileSync('umount', ['--lazy', folder]),
    sentence: /The disk is full, so .* could not be written to .*. Free some space and try again/,
    mend: (folder: string) => execFileSync('mount', ['-o', 'remount,size=64m', folder])
  }
]) {
  test(`a folder that ${what}`, async ({ page }) => {
    const place = `${root}/${what.replaceAll(' ', '-')}`;
    const folder = join(serverFiles, place);
    mkdirSync(folder);
    const closed = tried(() => (what.includes('full') ? make(folder) : undefined));
    test.skip(!closed, `this user may not make a folder that ${what}`);
    writeNotebook(`${place}/notebook.ipynb`);
    if (!what.includes('full')) {
      test.skip(!tried(() => make(folder)), `this user may not make a folder that ${what}`);
    }
    try {
      await openNotebook(page, `${place}/notebook.ipynb`);
      await openPanel(page);
      await chooseFolder(page, join(repository, '.cache/example/current/models/nuclei_unet'));
      await chooseImage(page, join(fixtures, 'images', 'nuclei.tif'));
      await expect(panel(page).getByText('nuclei.tif (192 × 256)')).toBeAttached();
      await makeBundle(page);
      await expect(alertIn(page)).toContainText(sentence);
      // On a full disk a server cannot even move a file to the trash: the sentence then names what is left.
      for (const left of bundlesIn(place)) {
        expect(left).toMatch(/\.part$/);
        await expect(alertIn(page)).toContainText(`The unfinished ${left} could not be removed; delete it.`);
      }
      mend(folder);
      await panel(page).getByRole('button', { name: 'Try again' }).click();
      await expectReproduced(page);
      expect(bundlesIn(place)).toEqual([expect.stringMatching(/\.bioimageio\.zip$/)]);
    } finally {
      tried(() => undo(folder));
    }
  });
}

/** False where it could not be done. */
function tried(work: () => unknown): boolean {
  try {
    work();
    return true;
  } catch {
    return false;
  }
}

test('files that are no bundles: each says why, and the next one opens', async ({ page }) => {
  const place = join(serverFiles, root, 'documents');
  mkdirSync(join(place, 'list'), { recursive: true });
  writeFileSync(join(place, 'note.bioimageio.zip'), 'This is a note that was given the wrong name.\n');
  writeFileSync(join(place, 'list', 'rdf.yaml'), '- not\n- a description\n');
  writeFileSync(join(place, 'rdf.yaml'), 'name: [unclosed\n');
  expect(existsSync(place) && readdirSync(place)).toHaveLength(3);
  const report = page.locator('.jp-ZooportReport:visible');
  for (const [path, sentence] of [
    [`${root}/documents/note.bioimageio.zip`, /note.bioimageio.zip” is not a zip file/],
    [`${root}/documents/list/rdf.yaml`, /This is not a model description: it holds a list/],
    [`${root}/documents/rdf.yaml`, /The description is not readable YAML: .*Mend that line/]
  ] as const) {
    await openFile(page, path, 'Zooport Report');
    await expect(report).toContainText(sentence);
    await expect(report.getByRole('button', { name: 'Check again' })).toBeVisible();
  }
});
