/* global document, getComputedStyle, requestAnimationFrame -- what runs in the page */
import { createRequire } from 'node:module';
import { expect, test } from '@playwright/test';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const states = [
  'no-notebook',
  'looking',
  'nothing',
  'ask',
  'busy',
  'busy-image',
  'found-crop',
  'found-mask',
  'found-faults',
  'own-form',
  'own-fault',
  'own-empty',
  'own-two',
  'taken',
  'making',
  'failed',
  'done-passed'
];

const reports = ['report-passed', 'report-failed', 'report-labels', 'report-volume-labels'];
const weights = ['own-done', 'own-left', 'own-code', 'report-weights'];
for (const state of [...states, 'own-list', 'own-failed', 'done-failed', 'done-nan', ...reports, ...weights]) {
  test(`${state} has no fault that axe finds, in the light theme and in the dark one`, async ({ page }) => {
    await page.goto(`/?state=${state}&theme=light`);
    await page.locator('.jp-Zooport').first().waitFor();
    if (state === 'found-faults') {
      await page.locator('.jp-Zooport-fieldFindings').first().waitFor();
    }
    await page.addScriptTag({ path: axe });
    for (const theme of ['light', 'dark']) {
      // As JupyterLab does it: another theme is another set of variables.
      await page.evaluate(name => (document.documentElement.dataset.theme = name), theme);
      const faults = await page.evaluate(
        `axe.run({ rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false } } })
           .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(node => id + ': ' + node.html)))`
      );
      expect(faults, theme).toEqual([]);
    }
  });
}

const volumes = ['network-volume', 'network-stardist', 'network-care'];
const every = [
  ...states,
  'found',
  'done-failed',
  'done-nan',
  ...volumes,
  'report-passed',
  'report-failed',
  'report-nan',
  ...weights
];

const widths = [300, 350, 900];

test(`exactly one thing scrolls in every state, ${widths.join(', ')} pixels wide`, async ({ page }) => {
  const scrolling = {};
  for (const state of every) {
    await page.setViewportSize({ width: widths[0], height: 500 });
    await page.goto(`/?state=${state}&width=${widths[0]}&height=500`);
    await page.locator('.jp-Zooport').first().waitFor();
    if (state === 'found-faults' || volumes.includes(state)) {
      await page.locator('.jp-Zooport-fieldFindings').first().waitFor();
    }
    for (const width of widths) {
      await page.setViewportSize({ width, height: 500 });
      await page.evaluate(widen, width);
      scrolling[`${state} ${width}`] = await page.evaluate(scrollingElements);
    }
  }
  const short = ['no-notebook', 'looking', 'nothing', 'ask', 'busy', 'making'];
  const place = state => (state.startsWith('report-') ? 'jp-ZooportReport' : 'jp-ZooportPanel');
  const expected = every.flatMap(state =>
    widths.map(width => [`${state} ${width}`, short.includes(state) ? [] : [`${place(state)} y`]])
  );
  expect(scrolling).toEqual(Object.fromEntries(expected));
});

test('the button is seen without scrolling and stays in reach below', async ({ page }) => {
  await page.goto('/?state=found&height=600');
  const make = page.getByRole('button', { name: 'Make bundle' });
  await expect(make).toBeInViewport({ ratio: 1 });
  await page.getByRole('textbox', { name: 'Tags' }).scrollIntoViewIfNeeded();
  await expect(make).toBeInViewport({ ratio: 1 });
});

test('the value under the pointer is shown in all four pictures at once', async ({ page }) => {
  await page.goto('/?state=done-failed');
  const expected = page.getByRole('img', { name: /^Expected/ });
  const box = await expected.boundingBox();
  // The middle of a bright blob: y 47, x 94 of 128.
  await page.mouse.move(box.x + (94.5 / 128) * box.width, box.y + (47.5 / 128) * box.height);
  await expect(page.getByRole('spinbutton', { name: 'y', exact: true })).toHaveValue('47');
  await expect(page.getByRole('spinbutton', { name: 'x', exact: true })).toHaveValue('94');
  await expect(page.getByRole('row', { name: /^expected/ })).toContainText(/0\.99|1/);
  await expect(page.locator('.jp-Zooport-mark')).toHaveCount(4);
});

test('the wheel scrolls the report until the pictures are clicked, then zooms all four', async ({ page }) => {
  await page.goto('/?state=done-failed');
  const expected = page.getByRole('img', { name: /^Expected/ });
  const pictures = await drawn(page);
  await expected.hover();
  await page.mouse.wheel(0, 100);
  await expect.poll(() => page.evaluate('scrollY')).toBeGreaterThan(0);
  expect(await drawn(page)).toEqual(pictures);
  await expected.click();
  await page.mouse.wheel(0, -100);
  await expect.poll(async () => changed(pictures, await drawn(page))).toEqual([true, true, true, true]);
  await page.keyboard.press('0');
  await expect.poll(() => drawn(page)).toEqual(pictures);
});

test('dragging and arrow keys move all four', async ({ page }) => {
  await page.goto('/?state=done-failed');
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await page.getByRole('button', { name: 'Zoom in' }).click();
  const before = await drawn(page);
  await page.getByRole('img', { name: /^Input/ }).scrollIntoViewIfNeeded();
  const box = await page.getByRole('img', { name: /^Input/ }).boundingBox();
  await page.mouse.move(box.x + 80, box.y + 80);
  await page.mouse.down();
  await page.mouse.move(box.x + 40, box.y + 50, { steps: 3 });
  await page.mouse.up();
  const dragged = await drawn(page);
  expect(changed(before, dragged)).toEqual([true, true, true, true]);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => changed(dragged, await drawn(page))).toEqual([true, true, true, true]);
});

test('NaN is drawn in magenta', async ({ page }) => {
  await page.goto('/?state=done-nan');
  await page.getByRole('img', { name: /^Reproduced/ }).waitFor();
  const magenta = await page.getByRole('img').evaluateAll(canvases =>
    canvases.map(canvas => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let index = 0; index < data.length; index += 4) {
        count += data[index] === 255 && data[index + 1] === 0 && data[index + 2] === 255 ? 1 : 0;
      }
      return count > 0;
    })
  );
  expect(magenta).toEqual([false, false, true, true]);
});

test('the crop follows the pointer, at its corner in size', async ({ page }) => {
  await page.goto('/?state=found');
  const box = await page.locator('.jp-Zooport-cropBox').boundingBox();
  await page.locator('.jp-Zooport-cropBox').scrollIntoViewIfNeeded();
  const before = await page.locator('.jp-Zooport-cropBox').boundingBox();
  await page.mouse.move(before.x + 20, before.y + 20);
  await page.mouse.down();
  await page.mouse.move(before.x + 50, before.y + 40, { steps: 3 });
  await page.mouse.up();
  const after = await page.locator('.jp-Zooport-cropBox').boundingBox();
  expect(after.x - before.x).toBeCloseTo(30, -0.5);
  expect(after.y - before.y).toBeCloseTo(20, -0.5);
  expect(after.width).toBeCloseTo(box.width, 0);
  await page.mouse.move(after.x + after.width - 4, after.y + after.height - 4);
  await page.mouse.down();
  await page.mouse.move(after.x + after.width - 34, after.y + after.height - 4, { steps: 3 });
  await page.mouse.up();
  const smaller = await page.locator('.jp-Zooport-cropBox').boundingBox();
  expect(after.width - smaller.width).toBeCloseTo(30, -0.5);
  expect(smaller.x).toBeCloseTo(after.x, 0);
});

test('two pictures stand in a row in the side panel, four where there is room', async ({ page }) => {
  const tops = async () => {
    const boxes = await page.getByRole('img').evaluateAll(all => all.map(one => one.getBoundingClientRect().top));
    return new Set(boxes.map(Math.round)).size;
  };
  await page.goto('/?state=done-passed');
  await expect.poll(tops).toBe(2);
  await page.setViewportSize({ width: 1000, height: 700 });
  await page.goto('/?state=report-passed&width=980');
  await expect.poll(tops).toBe(1);
});

/** Runs in the page: gives the view this many pixels, as a dragged border does, and waits until it is drawn so. */
async function widen(width) {
  document.getElementById('root').style.width = `${width}px`;
  for (let frame = 0; frame < 3; frame++) {
    await new Promise(requestAnimationFrame);
  }
}

/** Runs in the page: what has more than it shows and a scrollbar for it, once all that is folded is open. */
function scrollingElements() {
  document.querySelectorAll('details').forEach(details => details.setAttribute('open', ''));
  // Fields scroll their own text, as they should.
  const others = [...document.querySelectorAll('*:not(textarea, input, select)')];
  return others.flatMap(one => {
    const { overflowX, overflowY } = getComputedStyle(one);
    const root = one === document.scrollingElement;
    const scrolls = overflow => root || overflow === 'auto' || overflow === 'scroll';
    const name = one.className || one.tagName;
    return [
      ...(scrolls(overflowY) && one.scrollHeight > one.clientHeight ? [`${name} y`] : []),
      ...(scrolls(overflowX) && one.scrollWidth > one.clientWidth ? [`${name} x`] : [])
    ];
  });
}

/** What is drawn on each canvas. */
function drawn(page) {
  return page.getByRole('img').evaluateAll(canvases => canvases.map(canvas => canvas.toDataURL()));
}

function changed(before, after) {
  return after.map((picture, index) => picture !== before[index]);
}

test('what the format says stands below each field as it is typed, and one click mends it', async ({ page }) => {
  await page.goto('/?state=found-faults');
  const licence = page.getByRole('combobox', { name: 'Licence' }).or(page.getByRole('textbox', { name: 'Licence' }));
  await page.getByRole('button', { name: 'Use CC-BY-4.0' }).click();
  await expect(licence).toHaveValue('CC-BY-4.0');
  await expect(page.getByRole('button', { name: 'Use CC-BY-4.0' })).toBeHidden();
  await licence.fill('MIT licence');
  await expect(page.getByRole('button', { name: 'Use MIT' })).toBeVisible();
  await page.getByRole('button', { name: 'Use 0000-0002-1825-0097' }).click();
  await expect(page.getByRole('textbox', { name: 'ORCID of author 1' })).toHaveValue('0000-0002-1825-0097');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Nuclei / 2D');
  await expect(page.getByText('The name “Nuclei / 2D” holds /.')).toBeVisible();
});
