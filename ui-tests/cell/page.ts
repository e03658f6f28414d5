import { join } from 'node:path';
import type { FrameLocator, Page } from '@playwright/test';
import { repository } from '../help';

/** A page as Colab's and VS Code's: see host.py. */
export const host = 'http://127.0.0.1:8881';
export const files = join(repository, '.cache', 'cell');

export interface Options {
  readonly policy?: 'strict' | 'no-workers' | 'no-wasm';
  readonly sandbox?: string;
  readonly theme?: string;
  /** Seconds in which the kernel answers nothing. */
  readonly busy?: string;
}

export async function open(page: Page, names: readonly string[], options: Options = {}): Promise<FrameLocator[]> {
  const query = new URLSearchParams({ ...options });
  names.forEach(name => query.append('path', /^[/{]/.test(name) ? name : join(files, name)));
  await page.goto(`${host}/?${query.toString()}`);
  return names.map((_, index) => page.frameLocator('iframe').nth(index));
}

export interface Kept {
  readonly verdict: string | null;
  readonly source: string | null;
  readonly reproduction: readonly { readonly maxAbsolute: number }[];
  readonly still: string;
}

/** What the widget's own Python process knows. */
export async function kept(page: Page, index = 0): Promise<Kept> {
  const model = await page.locator('iframe').nth(index).getAttribute('data-model');
  return (await page.request.get(`${host}/result?model=${model}`)).json() as Promise<Kept>;
}

/** Addresses asked by anyone that are not the host's own. */
export function strangers(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', request => {
    if (!/^http:\/\/(127\.0\.0\.1|localhost):8881\//.test(request.url()) && !/^(data|blob):/.test(request.url())) {
      asked.push(request.url());
    }
  });
  return asked;
}
