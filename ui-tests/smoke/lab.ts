import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { repository } from '../help';

/** Root folder of the server on this port. */
export function filesOf(port: number): string {
  return join(repository, '.cache', 'servers', String(port), 'files');
}

/** The menu of the selected file in the file browser, as a right click opens it. */
export async function contextMenu(page: Page, name: string): Promise<Locator> {
  await fileItem(page, name).click({ button: 'right' });
  const menu = page.locator('.lm-Menu').last();
  await expect(menu).toBeVisible();
  return menu;
}

export function fileItem(page: Page, name: string): Locator {
  return page.locator('.jp-DirListing-item').filter({ has: page.getByText(name, { exact: true }) });
}

/** The report that is in front. */
export function report(page: Page): Locator {
  return page.locator('.jp-ZooportReport:visible');
}
