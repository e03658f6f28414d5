import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jupyterlab/galata';
import type { Locator, Page } from '@playwright/test';
import { bundlesIn, expectReproduced, makeBundle, runCode, writeNotebook } from '../actions';
import { axeViolations, openNotebook, openPanel, panel, picture, repository, runNotebook } from '../help';

/**
 * Networks of PyTorch that are in no catalogue, from the kernel to the bundle by the panel alone: that of the example
 * notebook, trained for real, and in the same kernel one that takes two images.
 */
const folder = 'own-network';
const notebook = `${folder}/own_network.ipynb`;

test.use({ tmpPath: folder, viewport: { width: 1280, height: 960 } });

interface Cell {
  readonly cell_type: string;
  readonly source: readonly string[];
}

/** The cells of the example, trained for a third of its steps, but the last, which exports: here the panel does. */
function example(): string[] {
  const text = readFileSync(join(repository, 'examples', 'own_network.ipynb'), 'utf8');
  expect(text).toContain('number_of_steps = 150');
  const { cells } = JSON.parse(text.replace('number_of_steps = 150', 'number_of_steps = 50')) as {
    cells: readonly Cell[];
  };
  const code = cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => source.join(''));
  expect(code.at(-1)).toContain('zooport.export(');
  return code.slice(0, -1);
}

const twoImages = `class ChangeNet(nn.Module):
  def __init__(self):
    super().__init__()
    self.first = nn.Conv2d(2, 4, 3, padding=1)
    self.last = nn.Conv2d(4, 1, 3, padding=1)

  def forward(self, before, after):
    return self.last(torch.relu(self.first(torch.cat([before, after], dim=1))))


change_net = ChangeNet().eval()
before = (held_out[:96, :128] // 16).astype(np.uint8)
after = (held_out[64:160, :128] // 16).astype(np.uint8)


def change(before, after):
  given = [torch.from_numpy(one / 255).float()[None, None] for one in (before, after)]
  with torch.no_grad():
    return torch.sigmoid(change_net(*given))[0, 0].numpy()`;

// The page opens this folder before any test begins.
test.beforeAll(() => {
  writeNotebook(notebook, example(), 'pytorch');
});

function field(page: Page | Locator, name: string): Locator {
  return page.getByRole('combobox', { name, exact: true });
}

async function fillIn(page: Page): Promise<void> {
  const image = field(panel(page), 'Image');
  await field(panel(page), 'Function to predict with').selectOption({ label: 'probability(…)' });
  await image.selectOption({ label: 'held_out (192 × 256, uint16)' });
  const axes = panel(page).getByRole('textbox', { name: 'Axes of the image' });
  await expect(axes).toHaveValue('yx');
  await expect(panel(page).getByText('192 rows, 256 columns')).toBeVisible();
  await expect(panel(page).getByRole('img', { name: /The test image/ })).toBeVisible();
  await panel(page).getByRole('heading', { name: 'Model Zoo bundle' }).scrollIntoViewIfNeeded();
  await picture(page, 'own-form');
  await axes.fill('zyx');
  await makeBundle(page);
  await expect(panel(page).getByRole('status').first()).toContainText('The image has 2 axes, and here are 3 letters.');
  await axes.fill('yx');
  await expect(panel(page).getByText('here are 3 letters')).toHaveCount(0);
}

/** A row of the table of all weights. */
function row(page: Page, weights: string): Locator {
  return panel(page)
    .getByRole('table', { name: /All weights/ })
    .getByRole('row', { name: new RegExp(`^${weights}`) });
}

/** All weights of the bundle: TorchScript at the first question, the state dict with its code at the second. */
async function runAllWeights(page: Page): Promise<void> {
  await expect(row(page, 'onnx')).toContainText('reproduces');
  await expect(row(page, 'torchscript')).toContainText('not run');
  await panel(page).getByRole('button', { name: 'Run them in the kernel' }).click();
  await expect(row(page, 'torchscript')).toContainText('reproduces', { timeout: 120_000 });
  await expect(row(page, 'torchscript')).toContainText(/run by PyTorch 2\./);
  await expect(row(page, 'pytorch_state_dict')).toContainText('not run: the network is code');
  await expect(panel(page).getByText(/pytorch_state_dict were not run: .*“NucleiNet”/)).toBeVisible();
  await panel(page).getByRole('button', { name: 'Run them with the code of this bundle' }).click();
  await expect(row(page, 'pytorch_state_dict')).toContainText('reproduces', { timeout: 120_000 });
  for (const [weights, other] of [
    ['onnx', 'torchscript'],
    ['torchscript', 'pytorch_state_dict'],
    ['pytorch_state_dict', 'onnx']
  ]) {
    await expect(row(page, weights)).toContainText('reproduces');
    await expect(row(page, weights)).toContainText(new RegExp(`to ${other}: 0`));
  }
  await expect(row(page, 'torchscript')).toContainText('ilastik');
  await expect(panel(page).getByRole('region', { name: 'Weights that were not run here' })).toHaveCount(0);
}

async function makeOfTwo(page: Page): Promise<void> {
  await field(panel(page), 'Trained network').selectOption({ label: 'change_net: ChangeNet, PyTorch, 113 weights' });
  for (const [place, name] of ['before', 'after'].entries()) {
    const input = panel(page).getByRole('group', { name: `Image ${place + 1}: “${name}”` });
    await expect(field(input, 'Image')).toHaveValue(name);
    await expect(input.getByRole('textbox', { name: 'Axes of the image' })).toHaveValue('yx');
    await expect(input.getByRole('img', { name: /The test image/ })).toBeVisible();
  }
  await expect(field(panel(page), 'Function to predict with').locator('option:checked')).toHaveText('change(…)');
  expect(await axeViolations(page, '.jp-Zooport')).toEqual([]);
  await picture(page, 'own-two');
  await makeBundle(page);
  await expectReproduced(page);
}

test('the example notebook and a network of two images become bundles that reproduce', async ({ page }) => {
  await openNotebook(page, notebook);
  expect(await runNotebook(page)).toBe(true);
  await page.sidebar.close('left');
  await openPanel(page);
  await panel(page)
    .getByRole('button', { name: /^net: NucleiNet, PyTorch, [\d,]+ weights/ })
    .click();
  await fillIn(page);
  expect(await axeViolations(page, '.jp-Zooport')).toEqual([]);
  await field(panel(page), 'Licence').fill('MIT');
  await makeBundle(page);
  await expectReproduced(page);
  await runAllWeights(page);
  expect(await axeViolations(page, '.jp-Zooport')).toEqual([]);
  await row(page, 'onnx').scrollIntoViewIfNeeded();
  await picture(page, 'own-report');
  expect(bundlesIn(folder)).toEqual(['nucleinet.bioimageio.zip']);

  await panel(page).getByRole('button', { name: 'Back to the draft' }).click();
  await runCode(page, twoImages);
  await panel(page).getByRole('button', { name: 'Look again' }).click();
  await expect(field(panel(page), 'Licence')).toHaveValue('MIT');
  await page.theme.setDarkTheme();
  await makeOfTwo(page);
  expect(bundlesIn(folder)).toEqual(['changenet.bioimageio.zip', 'nucleinet.bioimageio.zip']);
});
