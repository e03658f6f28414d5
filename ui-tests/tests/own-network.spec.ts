import { expect, test } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';
import { bundlesIn, expectReproduced, makeBundle, writeNotebook } from '../actions';
import { axeViolations, openNotebook, openPanel, panel, picture, runNotebook } from '../help';

/** A stranger's network of PyTorch, in no catalogue and in no file: from the kernel to the bundle by the panel alone. */
const folder = 'own-network';
const notebook = `${folder}/own.ipynb`;

test.use({ tmpPath: folder, viewport: { width: 1600, height: 1100 } });

const cells = [
  `import numpy as np, torch
from torch import nn

class NucleiNet(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.first = nn.Conv2d(1, width, 3, padding=1)
        self.last = nn.Conv2d(width, 1, 3, padding=1)

    def forward(self, x):
        return self.last(torch.relu(self.first(x)))

torch.manual_seed(3)
net = NucleiNet().eval()`,
  `rows, columns = np.mgrid[:96, :128]
image = (90 + 80 * np.sin(rows / 7) * np.cos(columns / 11) + np.random.default_rng(0).normal(0, 5, (96, 128))).clip(0, 255).astype(np.uint8)`,
  `def probability(image):
    given = torch.from_numpy(image / 255).float()
    with torch.no_grad():
        return torch.sigmoid(net(given[None, None]))[0, 0].numpy()`
];

// The page opens this folder before any test begins.
test.beforeAll(() => {
  writeNotebook(notebook, cells, 'pytorch');
});

async function openOwn(page: Page): Promise<void> {
  await openNotebook(page, notebook);
  expect(await runNotebook(page)).toBe(true);
  await openPanel(page);
  await panel(page)
    .getByRole('button', { name: /^net: NucleiNet, PyTorch, 153 weights/ })
    .click();
}

test('a network of PyTorch in the kernel becomes a bundle that reproduces', async ({ page }) => {
  await openOwn(page);
  const axes = panel(page).getByRole('textbox', { name: 'Axes of the image' });
  await expect(axes).toHaveValue('yx');
  await expect(panel(page).getByText('96 rows, 128 columns')).toBeVisible();
  await expect(panel(page).getByRole('combobox', { name: 'Image', exact: true })).toHaveValue('image');
  await expect(panel(page).getByRole('img', { name: /The test image/ })).toBeVisible();
  expect(await axeViolations(page, '.jp-Zooport')).toEqual([]);
  await picture(page, 'own-form-light');

  await axes.fill('zyx');
  await makeBundle(page);
  await expect(panel(page).getByRole('status').first()).toContainText('The image has 2 axes, and here are 3 letters.');
  await axes.fill('yx');
  await panel(page)
    .getByRole('combobox', { name: 'Function to predict with' })
    .selectOption({ label: 'probability(…)' });
  await panel(page).getByRole('combobox', { name: 'Licence' }).fill('MIT');
  await makeBundle(page);
  await expectReproduced(page);
  await picture(page, 'own-report-light');
  expect(bundlesIn(folder)).toEqual(['nucleinet.bioimageio.zip']);

  await panel(page).getByRole('button', { name: 'Back to the draft' }).click();
  await panel(page).getByRole('button', { name: 'Look again' }).click();
  await expect(panel(page).getByRole('combobox', { name: 'Licence' })).toHaveValue('MIT');
  await page.theme.setDarkTheme();
  await picture(page, 'own-form-dark');
});
