import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { expect, test } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';
import { axeViolations, openNotebook, openPanel, panel, picture, repository, runNotebook, serverFiles } from '../help';
import { expectReproduced, makeBundle, writeNotebook } from '../actions';

const folder = 'networks';
const networks = join(repository, 'tests', 'networks');

interface Small {
  readonly network: string;
  readonly folder: string;
  readonly image: string;
}

const small = JSON.parse(readFileSync(join(networks, 'index.json'), 'utf8')) as Readonly<Record<string, Small>>;

test.use({ tmpPath: folder, viewport: { width: 1600, height: 1100 } });

const notebookOf = (id: string): string => `${folder}/${id}/${id}.ipynb`;

// The page opens this folder before any test begins.
test.beforeAll(() => {
  ['stardist_2d', 'unet_3d'].forEach(copyNetwork);
});

/** A notebook whose kernel knows what section 3 and the quality control of the real ones set, and nothing else. */
function copyNetwork(id: string): void {
  const { network, folder: trained, image } = small[id];
  const place = join(serverFiles, folder, id);
  cpSync(join(networks, trained), join(place, 'models', basename(trained)), { recursive: true });
  mkdirSync(join(place, 'held_out'), { recursive: true });
  cpSync(join(networks, image), join(place, 'held_out', `held_out${extname(image)}`));
  writeNotebook(notebookOf(id), [
    `Network = '${network}'\nmodel_name = '${basename(trained)}'\nmodel_path = 'models'`,
    `Source_QC_folder = 'held_out'`
  ]);
}

async function openOn(page: Page, id: string): Promise<void> {
  await openNotebook(page, notebookOf(id));
  await runNotebook(page);
  await openPanel(page);
  await expect(panel(page).getByText(small[id].network).first()).toBeVisible({ timeout: 60_000 });
}

test('StarDist 2D: from the folder that training left to labels that reproduce', async ({ page }) => {
  await openOn(page, 'stardist_2d');
  await expect(panel(page).getByRole('radio', { name: /Objects, each with its own number/ })).toBeChecked();
  await picture(page, 'stardist-found');
  await makeBundle(page);
  await expectReproduced(page);
  await expect(
    panel(page)
      .getByText(/objects?/)
      .first()
  ).toBeVisible();
  await picture(page, 'stardist-report-light');
  expect(await axeViolations(page, '.jp-Zooport')).toEqual([]);
  await page.theme.setDarkTheme();
  await picture(page, 'stardist-report-dark');
});

test('U-Net 3D: a volume, looked through plane by plane', async ({ page }) => {
  await openOn(page, 'unet_3d');
  await picture(page, 'unet3d-found');
  await makeBundle(page);
  await expectReproduced(page);
  const slider = panel(page).getByRole('slider', { name: 'z' }).last();
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await picture(page, 'unet3d-report-light');
  expect(await axeViolations(page, '.jp-Zooport')).toEqual([]);
  await page.theme.setDarkTheme();
  await picture(page, 'unet3d-report-dark');
});
