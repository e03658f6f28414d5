import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, request, test } from '@playwright/test';
import { bundlesIn, copyExample, endKernels, expectReproduced, makeBundle, openLab } from '../actions';
import { openFile, openNotebook, panel, serverFiles } from '../help';
import { chromium } from '../servers.mjs';

/**
 * An institute's JupyterLab often has an address of plain http that is not localhost: what browsers keep for secure pages
 * (`crypto.subtle`, service workers, the clipboard) is absent there. The name leads to this machine and nowhere else.
 */
const port = process.env.ZOOPORT_UI_PORT ?? '8899';
const { args, ...launch } = chromium.launchOptions;
const root = 'plain-http';

test.use({
  baseURL: `http://zooport.test:${port}`,
  launchOptions: { ...launch, args: [...args, '--host-resolver-rules=MAP zooport.test 127.0.0.1'] },
  viewport: { width: 1600, height: 1000 }
});
test.beforeAll(() => {
  mkdirSync(join(serverFiles, root), { recursive: true });
});
test.beforeEach(async ({ page }) => {
  await openLab(page);
  expect(await page.evaluate(() => [location.origin, isSecureContext, 'subtle' in crypto])).toEqual([
    `http://zooport.test:${port}`,
    false,
    false
  ]);
});
test.afterEach(async () => {
  // Only the browser knows the name.
  const context = await request.newContext({ baseURL: `http://127.0.0.1:${port}` });
  await endKernels(context);
  await context.dispose();
});

test('the whole way on plain http: the panel makes the bundle, its report reproduces, and so does the file', async ({
  page
}) => {
  copyExample(`${root}/panel`);
  await openNotebook(page, `${root}/panel/unet_2d.ipynb`);
  // Its label, or where JupyterLab shows only its picture, what it is for.
  const toolbar = page.locator('.jp-NotebookPanel-toolbar');
  await toolbar.getByRole('button', { name: /^(Zooport$|Make a BioImage Model Zoo bundle)/ }).click();
  await expect(panel(page).getByText('U-Net (2D)').first()).toBeVisible();
  await makeBundle(page);
  await expectReproduced(page);
  const bundles = bundlesIn(`${root}/panel`);
  expect(bundles).toEqual([expect.stringMatching(/\.bioimageio\.zip$/)]);

  await openFile(page, `${root}/panel/${bundles[0]}`);
  const report = page.locator('.jp-ZooportReport:visible');
  await expect(report.getByText(/ reproduces: /)).toBeVisible({ timeout: 120_000 });
  // The hashes in the description are those of the files.
  await expect(report.getByText(/sha256/i)).toHaveCount(0);
});
