/* global document -- what runs in the page */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect, test } from '@playwright/test';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Opens every fold below the pictures, and waits until it is filled. */
async function unfold(page) {
  const folds = page.locator('.jp-Zooport-fold');
  for (const fold of await folds.all()) {
    await fold.locator('summary').click();
    await fold.locator('.jp-Zooport-foldInside').waitFor();
  }
}

/** The colours of a picture: each pixel as "red green blue". */
function pixels(page, name) {
  return page.getByRole('img', { name }).evaluate(canvas => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: data.length / 4 }, (_, at) => data.subarray(4 * at, 4 * at + 3).join(' '));
  });
}

for (const state of ['report-labels', 'report-volume', 'report-coarser', 'done-failed', 'done-nan']) {
  test(`${state} with all its tools: axe finds nothing in either theme, and nothing is wider than 300 pixels`, async ({
    page
  }) => {
    await page.setViewportSize({ width: 300, height: 700 });
    await page.goto(`/?state=${state}&width=300`);
    await unfold(page);
    await page.getByRole('checkbox', { name: /over the input/ }).check();
    await page.addScriptTag({ path: axe });
    for (const arrangement of ['side', 'swipe', ...(state === 'report-volume' ? ['sections'] : [])]) {
      await page.getByRole('combobox', { name: 'Arrangement of the pictures' }).selectOption(arrangement);
      for (const theme of ['light', 'dark']) {
        await page.evaluate(name => (document.documentElement.dataset.theme = name), theme);
        const faults = await page.evaluate(
          `axe.run({ rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } } })
             .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(node => id + ': ' + node.html)))`
        );
        expect(faults, `${arrangement} ${theme}`).toEqual([]);
      }
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(300);
    }
  });
}

test('a threshold’s mask is drawn at once, over the values or over the input', async ({ page }) => {
  await page.goto('/?state=report-failed&width=900');
  const orange = async () => (await pixels(page, /^Expected/)).filter(one => one === '255 150 50').length;
  await page.locator('.jp-Zooport-fold', { hasText: 'Overlay and mask' }).locator('summary').click();
  await page.getByRole('slider', { name: 'Opacity' }).fill('1');
  await page.getByRole('checkbox', { name: 'Mask from a threshold' }).check();
  await expect.poll(orange).toBeGreaterThan(100);
  const before = await orange();
  await page.getByRole('slider', { name: 'Threshold' }).press('End');
  await expect.poll(orange).toBeLessThan(before / 2);
});

test('a handle of the histogram is dragged with the mouse', async ({ page }) => {
  await page.setViewportSize({ width: 920, height: 700 });
  await page.goto('/?state=report-failed&width=900');
  await page.locator('.jp-Zooport-fold', { hasText: 'Contrast and colours' }).locator('summary').click();
  await page.getByRole('slider', { name: 'Brightest at' }).scrollIntoViewIfNeeded();
  const box = await page.getByRole('slider', { name: 'Brightest at' }).boundingBox();
  const before = await pixels(page, /^Input/);
  const high = Number(await page.getByRole('slider', { name: 'Brightest at' }).inputValue()) / 1000;
  await page.mouse.move(box.x + 5 + high * (box.width - 10), box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(page.getByRole('slider', { name: 'Brightest at' })).toHaveValue(/^(4[89]|5[01])\d$/);
  await expect.poll(async () => (await pixels(page, /^Input/)).join() === before.join()).toBe(false);
});

test('objects are shown by their borders over the input', async ({ page }) => {
  await page.goto('/?state=report-labels&width=900');
  const coloured = async () => {
    const all = await pixels(page, /^Expected/);
    return all.filter(one => new Set(one.split(' ')).size > 1).length / all.length;
  };
  await expect.poll(coloured).toBeGreaterThan(0.5);
  await page.locator('.jp-Zooport-fold', { hasText: 'Overlay and outlines' }).locator('summary').click();
  await page.getByRole('checkbox', { name: /over the input/ }).check();
  await page.getByRole('checkbox', { name: 'Outlines only' }).check();
  await expect.poll(coloured).toBeLessThan(0.25);
  expect(await coloured()).toBeGreaterThan(0.02);
});

test('a click on a section goes to its plane and place', async ({ page }) => {
  await page.goto('/?state=report-volume-labels&width=900');
  await page.getByRole('combobox', { name: 'Arrangement of the pictures' }).selectOption('sections');
  const section = page.getByRole('img', { name: 'Section along x' });
  await section.scrollIntoViewIfNeeded();
  const box = await section.boundingBox();
  await page.mouse.click(box.x + (20.5 / 96) * box.width, box.y + (2.5 / 12) * box.height);
  await expect(page.getByRole('slider', { name: 'z' })).toHaveAttribute('aria-valuetext', '3 of 12');
  await expect(page.getByRole('spinbutton', { name: 'x', exact: true })).toHaveValue('20');
});

test('the pictures are saved as they are seen, under their titles and over the caption', async ({ page }) => {
  await page.goto('/?state=report-failed&width=900');
  await page.locator('.jp-Zooport-fold', { hasText: 'Copy and save' }).locator('summary').click();
  await page.getByRole('textbox', { name: 'Caption' }).fill('Nuclei');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as PNG' }).click()
  ]);
  expect(file.suggestedFilename()).toBe('probability.pictures.png');
  const bytes = await readFile(await file.path());
  // Four pictures of 512 with gaps of 8; a title, the picture and one line.
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([4 * 512 + 3 * 8, 18 + 512 + 18 + 8]);
});

test('full width fills the screen, or the page, and comes back', async ({ page }) => {
  await page.goto('/?state=done-failed');
  await page.getByRole('button', { name: 'Full width' }).click();
  await expect(page.locator('.jp-Zooport-viewer.jp-mod-wide')).toBeVisible();
  await page.getByRole('button', { name: 'Back to the page' }).click();
  await expect(page.locator('.jp-Zooport-viewer.jp-mod-wide')).toHaveCount(0);
});
