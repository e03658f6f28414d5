import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, galata, test } from '@jupyterlab/galata';
import {
  axeViolations,
  bioimageioIn,
  openFile,
  openNotebook,
  openPanel,
  panel,
  picture,
  pythonOf,
  repository,
  runNotebook,
  serverFiles
} from '../help';
import { runCommand } from '../actions';

/** One folder for the file: the notebook trains once, the later tests use what it left behind. */
const folder = 'whole-way';

test.describe.configure({ mode: 'serial' });
test.use({ tmpPath: folder, viewport: { width: 1600, height: 1000 } });

test.beforeAll(async ({ request }) => {
  const contents = galata.newContentsHelper(request);
  await contents.createDirectory(folder);
  await contents.uploadFile(join(repository, 'examples', 'unet_2d.ipynb'), `${folder}/unet_2d.ipynb`);
});

test('trains in the notebook, and three clicks later the bundle reproduces', async ({ page }) => {
  await openNotebook(page, `${folder}/unet_2d.ipynb`);
  await runNotebook(page);
  await expect(page.locator('.jp-OutputArea-output[data-mime-type*="error"]')).toHaveCount(0);

  await openPanel(page);
  await expect(panel(page).getByText('U-Net (2D)').first()).toBeVisible();
  await picture(page, 'panel-found');
  expect(await axeViolations(page, '.jp-Zooport')).toEqual([]);

  await panel(page).getByRole('button', { name: 'Make bundle' }).click();
  await expect(panel(page).getByText(/ reproduces: /)).toBeVisible({ timeout: 60_000 });
  await expect(
    panel(page)
      .getByText(/reproduces: largest difference/i)
      .first()
  ).toBeVisible();
  await picture(page, 'panel-report');
  expect(await axeViolations(page, '.jp-Zooport')).toEqual([]);

  // The kernel that trained it runs the Keras file of the bundle as well.
  await panel(page).getByRole('button', { name: 'Run them in the kernel' }).click();
  const keras = panel(page)
    .getByRole('table', { name: /All weights/ })
    .getByRole('row', { name: /^keras_v3/ });
  await expect(keras).toContainText('reproduces', { timeout: 120_000 });
  await expect(keras).toContainText(/to onnx: 0\.0/);

  expect(readdirSync(join(serverFiles, folder)).filter(name => name.endsWith('.part'))).toEqual([]);
});

interface Summary {
  readonly status: string;
  readonly details: readonly { readonly name: string; readonly status: string }[];
}

for (const environment of ['zoo', 'new']) {
  test(`bioimageio in '${environment}' reproduces the bundle that JupyterLab wrote, with every weights format`, () => {
    const place = mkdtempSync(join(tmpdir(), 'zooport-'));
    try {
      cpSync(bundleOnDisk(), join(place, 'bundle.zip'));
      // Exits with 0 only where the description is valid and the test output is reproduced.
      execFileSync(
        pythonOf(environment),
        [bioimageioIn(environment), 'test', 'bundle.zip', '--summary', 'summary.json'],
        {
          cwd: place,
          stdio: 'pipe',
          env: { ...process.env, BIOIMAGEIO_CACHE_PATH: join(place, 'cache') }
        }
      );
      const { status, details } = JSON.parse(readFileSync(join(place, 'summary.json'), 'utf8')) as Summary;
      const reproduced = details.filter(({ name }) => name.startsWith('Reproduce test outputs'));
      expect(status).toBe('passed');
      expect(reproduced.map(detail => `${detail.name}: ${detail.status}`)).toEqual([
        'Reproduce test outputs from test inputs (keras_v3): passed',
        'Reproduce test outputs from test inputs (onnx): passed'
      ]);
    } finally {
      rmSync(place, { recursive: true });
    }
  });
}

function bundleOnDisk(): string {
  const place = join(serverFiles, folder);
  const name = readdirSync(place).find(file => file.endsWith('.bioimageio.zip'));
  if (!name) {
    throw new Error(`No bundle was written to ${place}.`);
  }
  return join(place, name);
}

test('a double click on the bundle opens its report', async ({ page }) => {
  await page.filebrowser.openDirectory(folder);
  const name = readdirSync(join(serverFiles, folder)).find(file => file.endsWith('.bioimageio.zip'));
  await openFile(page, `${folder}/${name}`);
  const report = page.locator('.jp-ZooportReport');
  await expect(report.getByText(/ reproduces: /)).toBeVisible({ timeout: 60_000 });
  await page.sidebar.close('left');
  await picture(page, 'report-light');
  expect(await axeViolations(page, '.jp-ZooportReport')).toEqual([]);
  await page.theme.setDarkTheme();
  await picture(page, 'report-dark');
  expect(await axeViolations(page, '.jp-ZooportReport')).toEqual([]);
});

test('a bundle at an address is checked as a file is', async ({ page, baseURL }) => {
  const url = `${baseURL}/files/${folder}/${basename(bundleOnDisk())}`;
  await runCommand(page, 'zooport:check-url', { url });
  await expect(page.locator('.jp-ZooportReport:visible').getByText(/ reproduces: /)).toBeVisible({ timeout: 60_000 });
});
