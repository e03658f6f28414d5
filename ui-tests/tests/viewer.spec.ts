import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { smallZip } from '../../src/preview/testing/small';
import { openLab } from '../actions';
import { axeViolations, openFile, picture, serverFiles } from '../help';

/** The pictures of a report in a tab of their own. */
const root = 'viewer';

test.use({ viewport: { width: 1400, height: 1000 } });

test.beforeAll(() => {
  mkdirSync(join(serverFiles, root), { recursive: true });
  writeFileSync(join(serverFiles, root, 'small.bioimageio.zip'), smallZip());
});

test('full width opens the pictures in a tab of their own, beside the report', async ({ page }) => {
  await openLab(page);
  await openFile(page, `${root}/small.bioimageio.zip`);
  const shown = page.locator('.jp-ZooportReport:visible');
  await shown.getByRole('button', { name: 'Full width' }).click();
  const tab = page.getByRole('main').getByRole('tab', { name: /^Pictures of / });
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  // The pictures alone: nothing of the report.
  await expect(shown.getByRole('heading')).toHaveCount(0);
  await expect(shown.getByRole('img', { name: /^Expected/ })).toBeVisible();
  expect(await axeViolations(page, '.jp-ZooportReport:not(.lm-mod-hidden)')).toEqual([]);
  await picture(page, 'viewer-tab');
});
