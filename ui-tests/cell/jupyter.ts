import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { APIRequestContext, Locator, Page } from '@playwright/test';
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

export function writeCells(name: string, sources: readonly string[]): string {
  const cells = sources.map((source, index) => ({
    cell_type: 'code',
    id: `cell-${index}`,
    execution_count: null,
    metadata: {},
    outputs: [],
    source
  }));
  const metadata = { kernelspec: { name: 'python3', display_name: 'python3', language: 'python' } };
  const file = join(files, 'cell', name);
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }));
  return file;
}
