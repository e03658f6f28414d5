import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIRequestContext, Locator, Page } from '@playwright/test';
import { notebookText } from '../notebookFile';
import { filesOf } from '../smoke/lab';

/** The JupyterLab of the tests in a cell. */
const port = 8880;
export const baseURL = `http://127.0.0.1:${port}`;
export const files = filesOf(port);

export async function endKernels(request: APIRequestContext): Promise<void> {
  const kernels = (await (await request.get('/api/kernels')).json()) as { id: string }[];
  await Promise.all(kernels.map(({ id }) => request.delete(`/api/kernels/${id}`)));
}

/** The verdict of a live report: what is kept of it says the same, hidden. */
export function report(page: Page, verdict: RegExp): Locator {
  return page.getByRole('heading', { name: verdict });
}

export function writeCells(name: string, sources: readonly string[], kernel?: string): string {
  const file = join(files, 'cell', name);
  rmSync(file, { force: true });
  writeFileSync(file, notebookText(sources, kernel));
  return file;
}
