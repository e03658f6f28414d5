import { expect, test } from '@playwright/test';

/** Every colour that is drawn on each canvas, as "red green blue". */
function colours(page) {
  return page.getByRole('img').evaluateAll(canvases =>
    canvases.map(canvas => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const found = new Map();
      for (let index = 0; index < data.length; index += 4) {
        const colour = data.subarray(index, index + 3).join(' ');
        found.set(colour, (found.get(colour) ?? 0) + 1);
      }
      return Object.fromEntries(found);
    })
  );
}

test('objects keep their colours in both pictures, where their numbers differ as well', async ({ page }) => {
  await page.goto('/?state=report-labels-same&width=900');
  await page.getByRole('img', { name: 'Difference, No object differs' }).waitFor();
  await expect.poll(async () => Object.keys((await colours(page))[1]).length).toBe(26);
  const [, expected, reproduced, difference] = await colours(page);
  expect(reproduced).toEqual(expected);
  expect(Object.keys(difference)).toEqual(['0 0 0']);
});

test('objects that differ are shown in the colours that the words name', async ({ page }) => {
  await page.goto('/?state=report-labels&width=900');
  await page.getByRole('img', { name: 'Difference, 5 objects differ' }).waitFor();
  await expect
    .poll(async () => Object.keys((await colours(page))[3]).sort())
    .toEqual(['0 0 0', '255 150 50', '255 255 255', '90 170 255']);
});

test('arrow keys on the slider move through the planes of all four pictures', async ({ page }) => {
  await page.goto('/?state=report-volume-labels&width=900');
  const slider = page.getByRole('slider', { name: 'z' });
  await expect(slider).toHaveAttribute('aria-valuetext', '7 of 12');
  const before = await colours(page);
  await slider.press('ArrowLeft');
  await expect(slider).toHaveAttribute('aria-valuetext', '6 of 12');
  await expect
    .poll(async () => (await colours(page)).map((now, index) => JSON.stringify(now) !== JSON.stringify(before[index])))
    .toEqual([true, true, true, true]);
});
