import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import {
  bundlesIn,
  copyExample,
  endKernels,
  expectReproduced,
  fixtures,
  makeBundle,
  openLab,
  runCode,
  runCommand,
  writeNotebook
} from '../actions';
import { expectPassing, openNotebook, openPanel, panel, picture, repository, serverFiles } from '../help';

/** Where files lie for the server, for the kernel and for the researcher; and what a page that is gone had kept. */
const root = 'places';

test.use({ viewport: { width: 1600, height: 1000 } });
test.beforeEach(({ page }) => openLab(page));
test.afterEach(({ request }) => endKernels(request));

/** Goes down the folders of JupyterLab's own dialog and chooses the last. */
async function browse(page: Page, button: RegExp, steps: readonly string[]): Promise<void> {
  await panel(page).getByRole('button', { name: button }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Browse…' }).click();
  const dialog = page.getByRole('dialog');
  for (const step of steps.slice(0, -1)) {
    await dialog.locator('.jp-DirListing-item').filter({ hasText: step }).dblclick();
    await expect(dialog.locator('.jp-BreadCrumbs')).toContainText(step);
  }
  await dialog
    .locator('.jp-DirListing-item')
    .filter({ hasText: steps.at(-1) })
    .click();
  await dialog.getByRole('button', { name: /^(select|open)$/i }).click();
}

test('browsed for, folder and image are found, and what was typed outlives the page', async ({ page }) => {
  copyExample(`${root}/browsed`);
  execFileSync('cp', [join(fixtures, 'images', 'nuclei.tif'), join(serverFiles, root, 'browsed', 'mine.tif')]);
  writeNotebook(`${root}/notebook.ipynb`);
  await openNotebook(page, `${root}/notebook.ipynb`);
  await openPanel(page);
  await browse(page, /^Choose a folder/, [root, 'browsed', 'models', 'nuclei_unet']);
  await expect(panel(page).getByText(`Folder: ${join(serverFiles, root, 'browsed/models/nuclei_unet')}`)).toBeVisible();
  await browse(page, /^Choose (an|another) image/, [root, 'browsed', 'mine.tif']);
  await expect(panel(page).getByLabel('Image', { exact: true })).toHaveValue(
    join(serverFiles, root, 'browsed', 'mine.tif')
  );

  // What was typed is there after a reload, and the bundle stands in the list of files.
  await panel(page).getByLabel('Licence').fill('CC-BY-4.0');
  await panel(page).getByRole('button', { name: 'Add author' }).click();
  await panel(page).getByLabel('Name of author 1', { exact: true }).fill('Ada Beispiel');
  await openLab(page, '/lab');
  await openNotebook(page, `${root}/notebook.ipynb`);
  await openPanel(page);
  await browse(page, /^Choose a folder/, [root, 'browsed', 'models', 'nuclei_unet']);
  await expect(panel(page).getByLabel('Licence')).toHaveValue('CC-BY-4.0');
  await expect(panel(page).getByLabel('Name of author 1', { exact: true })).toHaveValue('Ada Beispiel');
  await expect(panel(page).getByLabel('Image', { exact: true })).toHaveValue(/mine\.tif$/);
  await picture(page, 'kept-draft');
  await makeBundle(page);
  await expectReproduced(page);
  const [bundle] = bundlesIn(root);
  await page.locator('.jp-FileBrowser:visible .jp-BreadCrumbs').waitFor();
  await page.evaluate(folder => {
    const { commands } = (
      window as unknown as { jupyterapp: { commands: { execute(id: string, a: object): unknown } } }
    ).jupyterapp;
    return commands.execute('filebrowser:go-to-path', { path: folder });
  }, root);
  await expect(page.locator('.jp-FileBrowser:visible').getByText(bundle)).toBeVisible();
});

/** Without a notebook: the folder of the example, typed. */
async function nameExample(page: Page): Promise<void> {
  await panel(page)
    .getByRole('button', { name: /^Choose a folder/ })
    .click();
  const asked = page.getByRole('dialog');
  await asked.getByRole('textbox').fill(join(repository, '.cache/example/current/models/nuclei_unet'));
  await asked.getByRole('button', { name: /^ok$/i }).click();
}

interface Sessions {
  running(): Iterable<{ readonly path: string; readonly kernel: { readonly id: string } | null }>;
  connectTo(options: object): { readonly kernel: OwnKernel };
}

interface OwnKernel {
  requestExecute(content: { code: string }): unknown;
  readonly statusChanged: { connect(slot: (sender: unknown, status: string) => void): void };
}

interface LabWindow {
  readonly jupyterapp: { readonly serviceManager: { readonly sessions: Sessions } };
}

/** Ids of the kernels that the panel has for itself; `code` is begun in the first, and nobody waits for its end. */
function ownKernels(page: Page, code?: string): Promise<string[]> {
  return page.evaluate(async source => {
    const { sessions } = (window as unknown as LabWindow).jupyterapp.serviceManager;
    const own = [...sessions.running()].filter(({ path }) => path === 'zooport');
    if (source !== undefined) {
      const { kernel } = sessions.connectTo({ model: own[0] });
      const busy = new Promise<void>(resolve => {
        kernel.statusChanged.connect((_, status) => {
          if (status === 'busy') {
            resolve();
          }
        });
      });
      kernel.requestExecute({ code: source });
      await busy;
    }
    return own.map(({ kernel }) => kernel?.id ?? '');
  }, code);
}

test('without a notebook the folder alone is enough: a kernel is chosen, followed, and used again', async ({
  page
}) => {
  await page.locator('.jp-LauncherCard').filter({ hasText: 'Make a Model Zoo Bundle' }).click();
  await expect(panel(page).getByText('Open the notebook that trained your network.', { exact: false })).toBeVisible();
  await picture(page, 'no-notebook');
  await nameExample(page);
  const kernels = page.getByRole('dialog').filter({ hasText: /kernel/i });
  await kernels.getByRole('combobox').first().selectOption({ label: 'Python 3 (ipykernel)' });
  await kernels.getByRole('button', { name: /^select/i }).click();
  await expect(panel(page).getByText('U-Net (2D)').first()).toBeVisible();

  // It is followed as a notebook's is: what it was too busy for is done once it is idle.
  const before = await ownKernels(page, 'import time; time.sleep(12)');
  expect(before).toHaveLength(1);
  await panel(page).getByRole('button', { name: 'Look again' }).click();
  await expectPassing(panel(page).getByText(/The kernel is busy/), 10_000);
  await expect(panel(page).getByText(/The kernel is busy/)).toHaveCount(0);
  await expect(panel(page).getByText('U-Net (2D)').first()).toBeVisible();

  // A page that is loaded anew finds it again, and asks for no other.
  await openLab(page, '/lab');
  await runCommand(page, 'zooport:open-panel');
  await nameExample(page);
  await expect(panel(page).getByText('U-Net (2D)').first()).toBeVisible();
  expect(await ownKernels(page)).toEqual(before);
});

test('a folder that stood open before shows the new bundle in the list of files', async ({ page }) => {
  rmSync(join(serverFiles, root, 'open'), { recursive: true, force: true });
  copyExample(`${root}/open`);
  await openNotebook(page, `${root}/open/unet_2d.ipynb`);
  await runCommand(page, 'filebrowser:go-to-path', { path: `${root}/open` });
  const list = page.locator('.jp-FileBrowser:visible .jp-DirListing-content');
  await expect(list.getByText('unet_2d.ipynb')).toBeVisible();
  await expect(list.getByText('.bioimageio.zip')).toHaveCount(0);
  await openPanel(page);
  await makeBundle(page);
  await expectReproduced(page);
  const [bundle] = bundlesIn(`${root}/open`);
  // The list looks anew by itself every ten seconds or more seldom; here it must not have to.
  await expect(list.getByText(bundle)).toBeVisible({ timeout: 8000 });
});

test('a kernel that was busy is looked into once it is idle', async ({ page }) => {
  copyExample(`${root}/busy`);
  await openNotebook(page, `${root}/busy/unet_2d.ipynb`);
  await runCode(page, 'import time; time.sleep(12)');
  await openPanel(page);
  await expectPassing(panel(page).getByText(/The kernel is busy with a cell of the notebook/), 10_000);
  await expect(panel(page).getByText('U-Net (2D)').first()).toBeVisible();
  await expect(panel(page).getByText(/The kernel is busy/)).toHaveCount(0);
});
