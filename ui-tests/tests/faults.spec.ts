import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import {
  alertIn,
  bundlesIn,
  chooseFolder,
  chooseImage,
  copyExample,
  expectReproduced,
  fixtures,
  endKernels,
  kernelOf,
  makeBundle,
  openLab,
  runCode,
  runCommand,
  writeNotebook
} from '../actions';
import {
  bioimageioIn,
  expectPassing,
  openNotebook,
  openPanel,
  panel,
  pythonOf,
  repository,
  serverFiles
} from '../help';

/**
 * What may go wrong on the way, each with the sentence that a researcher sees; then the way goes on.
 * Plain Playwright: Galata reads JSON out of the empty answer to an interrupt, and ends the test.
 */
const root = 'faults';
const notAnImage = /not_an_image.tif is no TIFF, whatever its name says.* choose another image/;

test.use({ viewport: { width: 1600, height: 1000 } });

test.beforeAll(() => {
  mkdirSync(join(serverFiles, root), { recursive: true });
  execFileSync(pythonOf('train'), [join(repository, 'scripts/networks/make_fixtures.py')], { stdio: 'pipe' });
});

test.beforeEach(({ page }) => openLab(page));
test.afterEach(({ request }) => endKernels(request));

test('no network, a folder outside the server, images that cannot be used', async ({ page }) => {
  writeNotebook(`${root}/new/new.ipynb`);
  await openNotebook(page, `${root}/new/new.ipynb`);
  await openPanel(page);
  await expect(panel(page).getByRole('heading', { name: 'No trained network was found' })).toBeVisible();
  await expect(panel(page).getByText(/names a model folder .*Run section 3.1, or choose the folder/)).toBeVisible();

  await chooseFolder(page, '/nowhere/model');
  await expect(alertIn(page)).toContainText(/There is no folder \/nowhere\/model on the machine of the kernel/);

  // Outside the server's root: the kernel reads it, the server never could.
  await chooseFolder(page, join(fixtures, 'keras3_keras'));
  await expect(panel(page).getByText('U-Net (2D)').first()).toBeVisible();
  await makeBundle(page);
  await expect(alertIn(page)).toContainText(/No image for the test was found .* Choose one/);

  await chooseImage(page, join(fixtures, 'images', 'not_an_image.tif'));
  await expect(alertIn(page).filter({ hasText: notAnImage })).toBeVisible();
  await chooseImage(page, join(fixtures, 'images', 'nowhere.tif'));
  await expect(alertIn(page).filter({ hasText: /There is no image at .*nowhere.tif/ })).toBeVisible();

  await chooseImage(page, join(fixtures, 'images', 'constant.tif'));
  await expect(panel(page).getByRole('combobox', { name: 'Image' })).toContainText('constant.tif');
  await makeBundle(page);
  await expect(alertIn(page)).toContainText(/constant.tif: it has the same value \(almost\) everywhere/);

  await chooseImage(page, join(fixtures, 'images', 'tiny.tif'));
  await expect(panel(page).getByText('tiny.tif (5 × 6)')).toBeAttached();
  await makeBundle(page);
  await expect(alertIn(page)).toContainText(/tiny.tif has 5 x 6 pixels; the network needs at least .* larger image/);
  expect(bundlesIn(`${root}/new`)).toEqual([]);

  await chooseImage(page, join(fixtures, 'images', 'nuclei.tif'));
  await expect(panel(page).getByText('nuclei.tif (192 × 256)')).toBeAttached();
  await makeBundle(page);
  await expectReproduced(page);
  expect(bundlesIn(`${root}/new`)).toEqual([expect.stringMatching(/\.bioimageio\.zip$/)]);
});

test('a training that still runs, a layer of the laboratory, a network of other channels', async ({ page }) => {
  const place = `${root}/models`;
  writeNotebook(`${place}/models.ipynb`, [
    'import keras\n\n@keras.utils.register_keras_serializable(package="laboratory")\n' +
      'class OwnContrast(keras.layers.Layer):\n    def call(self, inputs):\n        return inputs * inputs'
  ]);
  const growing = join(serverFiles, place, 'growing');
  mkdirSync(join(growing, 'Quality Control'), { recursive: true });
  await openNotebook(page, `${place}/models.ipynb`);
  await openPanel(page);
  await expect(panel(page).getByRole('heading', { name: 'No trained network was found' })).toBeVisible();

  await chooseFolder(page, growing);
  await expect(panel(page).getByText(/has no weights yet: training is in its first epoch/)).toBeVisible();

  const written = join(growing, 'weights_best.keras');
  cpSync(join(fixtures, 'truncated_keras', 'weights_best.keras'), written);
  utimesSync(written, new Date(), new Date());
  await chooseFolder(page, growing);
  // Half a file does not say what it is.
  await panel(page).getByRole('button', { name: 'U-Net (2D)', exact: true }).click();
  await expect(panel(page).getByText(/no weights_last: training still runs or was stopped/)).toBeVisible();
  await chooseImage(page, join(fixtures, 'images', 'nuclei.tif'));
  await expect(panel(page).getByText('nuclei.tif (192 × 256)')).toBeAttached();
  await makeBundle(page);
  await expect(alertIn(page)).toContainText(/weights_best.keras is only half written: training still runs. Try again/);

  // The epoch ends; what was chosen before is still there.
  cpSync(join(fixtures, 'still_training', 'weights_best.keras'), written);
  await panel(page).getByRole('button', { name: 'Try again' }).click();
  await expectReproduced(page);
  const made = bundlesIn(place);
  expect(made).toEqual([expect.stringMatching(/\.bioimageio\.zip$/)]);

  await panel(page).getByRole('button', { name: 'Back to the draft' }).click();
  await chooseFolder(page, join(fixtures, 'rgb'));
  await expect(
    panel(page)
      .getByText(/^rgb|\/rgb$/)
      .first()
  ).toBeVisible();
  await chooseImage(page, join(fixtures, 'images', 'nuclei.tif'));
  await makeBundle(page);
  await expect(alertIn(page)).toContainText(/takes 3 and gives 1 channels; U-Net \(2D\) takes one grey channel/);

  await chooseFolder(page, join(fixtures, 'unknown_layer'));
  await panel(page).getByRole('button', { name: 'U-Net (2D)', exact: true }).click();
  await chooseImage(page, join(fixtures, 'images', 'nuclei.tif'));
  await makeBundle(page);
  await expect(alertIn(page)).toContainText(/The layer "own_contrast" .* Run the cell that defines OwnContrast/);

  // With the class in the kernel the network loads, and tf2onnx converts what Zooport's own converter does not know.
  await runCommand(page, 'notebook:run-cell');
  await expect(page.locator('.jp-InputPrompt').first()).toHaveText('[1]:');
  await panel(page).getByRole('button', { name: 'Try again' }).click();
  await expectReproduced(page);
  const further = bundlesIn(place).filter(name => !made.includes(name));
  expect(further).toHaveLength(1);

  // Its Keras weights need the notebook's class, which the zoo does not have: they are left out, and it passes there.
  await expect(panel(page).getByText(/keras_v3/)).toHaveCount(0);
  const command = [bioimageioIn('zoo'), 'test', join(serverFiles, place, further[0])];
  execFileSync(pythonOf('zoo'), command, { stdio: 'pipe' });
});

test('a kernel that is busy, cancelled, killed; a name that is taken', async ({ page, request }) => {
  const place = `${root}/kernel`;
  const notebook = `${place}/unet_2d.ipynb`;
  copyExample(place);
  await openNotebook(page, notebook);
  await openPanel(page);
  const name = panel(page).getByRole('textbox', { name: /^Name/ });
  await expect(name).toBeVisible({ timeout: 30_000 });
  await name.fill('Nuclei of the second plate');

  // A cell that never ends, as a training: whoever looks is told, and nothing waits behind it.
  await runCode(page, 'import time\ntime.sleep(600)');
  await expect(page.locator('.jp-Notebook-ExecutionIndicator[data-status="busy"]')).toBeVisible();
  await makeBundle(page);
  await expect(alertIn(page)).toContainText(/The kernel is busy with a cell of the notebook. Wait until/);
  await page.getByRole('button', { name: /Interrupt the kernel/ }).click();
  await expect(page.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]')).toBeVisible();

  // What is no longer so is no longer said; the bundle is made when it is asked for.
  await expect(panel(page).getByRole('status').first()).toHaveText('The kernel is idle again.');
  await expect(alertIn(page)).toHaveCount(0);
  await makeBundle(page);
  await expectPassing(panel(page).getByText('Loading the network'), 30_000);
  await panel(page).getByRole('button', { name: 'Cancel' }).click();
  await expect(panel(page).getByRole('status').first()).toHaveText('Cancelled. No bundle was written.');
  await expect(name).toHaveValue('Nuclei of the second plate');
  expect(bundlesIn(place)).toEqual([]);

  await makeBundle(page);
  await expectPassing(panel(page).getByText('Loading the network'), 30_000);
  process.kill((await kernelOf(request, notebook)).pid, 'SIGKILL');
  await expect(alertIn(page)).toContainText(/The kernel ended or restarted in the middle. .* try again/);
  await expect(name).toHaveValue('Nuclei of the second plate');
  expect(bundlesIn(place)).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Ok' }).click();

  await panel(page).getByRole('button', { name: 'Try again' }).click();
  await expectReproduced(page);
  const [first] = bundlesIn(place);

  await panel(page).getByRole('button', { name: 'Back to the draft' }).click();
  await makeBundle(page);
  await expect(alertIn(page)).toContainText(`There is already a file named ${first}.`);
  await panel(page).getByRole('button', { name: 'Go on' }).click();
  await expectReproduced(page);
  const second = first.replace('.bioimageio.zip', '-2.bioimageio.zip');
  expect(bundlesIn(place)).toEqual([second, first].sort());

  await panel(page).getByRole('button', { name: 'Back to the draft' }).click();
  await makeBundle(page);
  await panel(page)
    .getByRole('radio', { name: /Replace the old file/ })
    .check();
  await panel(page).getByRole('button', { name: 'Go on' }).click();
  await expectReproduced(page);
  expect(bundlesIn(place)).toEqual([second, first].sort());
});
