import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type APIRequestContext, expect, type Locator, type Page } from '@playwright/test';
import { panel, repository, serverFiles } from './help';
import { notebookText } from './notebookFile';

export const fixtures = join(repository, '.cache', 'fixtures');

/** What `make test` trained before: notebook with outputs, data, models. The kernel that starts on it holds nothing. */
export function copyExample(folder: string, files = serverFiles): void {
  cpSync(realpathSync(join(repository, '.cache', 'example', 'current')), join(files, folder), { recursive: true });
}

interface LabWindow {
  readonly jupyterapp?: {
    readonly restored: Promise<void>;
    readonly commands: { execute(id: string, args?: object): Promise<unknown> };
    readonly shell: { readonly currentWidget: NotebookWidget };
  };
}

interface NotebookWidget {
  readonly sessionContext: {
    readonly session: { readonly kernel: { requestExecute(content: { code: string }): unknown } };
    changeKernel(options: { name: string }): Promise<unknown>;
  };
}

/** JupyterLab as it starts for the first time; the rest of an address after its base. */
export async function openLab(page: Page, address = '/lab?reset'): Promise<void> {
  await page.goto(address);
  await page.waitForFunction(() => (window as unknown as LabWindow).jupyterapp !== undefined);
  await page.evaluate(() => (window as unknown as LabWindow).jupyterapp?.restored);
}

/** A command as a menu or a shortcut runs it. */
export async function runCommand(page: Page, id: string, args: object = {}): Promise<void> {
  await page.evaluate(([name, given]) => (window as unknown as LabWindow).jupyterapp?.commands.execute(name, given), [
    id,
    args
  ] as const);
}

/** Code that the current notebook's kernel runs, and that nobody waits for. */
export async function runCode(page: Page, code: string): Promise<void> {
  await page.evaluate(source => {
    (window as unknown as LabWindow).jupyterapp?.shell.currentWidget.sessionContext.session.kernel.requestExecute({
      code: source
    });
  }, code);
}

/** Another kernel for the current notebook, as the dialog at its top right chooses it. */
export async function changeKernel(page: Page, name: string): Promise<void> {
  await page.evaluate(async kernel => {
    await (window as unknown as LabWindow).jupyterapp?.shell.currentWidget.sessionContext.changeKernel({
      name: kernel
    });
  }, name);
}

/** A notebook of these cells. Its folder is made as well. */
export function writeNotebook(path: string, cells: readonly string[] = [], kernel = 'python3'): void {
  const file = join(serverFiles, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, notebookText(cells, kernel));
}

/** The sentence of the newest failure in the panel. */
export function alertIn(page: Page): Locator {
  return panel(page).getByRole('alert');
}

/** Presses a button that asks for a path, and types the path as the kernel sees it. */
export async function typePath(page: Page, button: RegExp, path: string): Promise<void> {
  await panel(page).getByRole('button', { name: button }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill(path);
  await dialog.getByRole('button', { name: /^ok$/i }).click();
}

export async function chooseFolder(page: Page, path: string): Promise<void> {
  await typePath(page, /^Choose (a|another) folder/, path);
}

export async function chooseImage(page: Page, path: string): Promise<void> {
  await typePath(page, /^Choose (an|another) image/, path);
}

export async function makeBundle(page: Page): Promise<void> {
  await panel(page).getByRole('button', { name: 'Make bundle' }).click();
}

/** The panel's verdict on the bundle that was just made. */
export async function expectReproduced(page: Page): Promise<void> {
  await expect(panel(page).getByText(/ reproduces: /)).toBeVisible({ timeout: 120_000 });
}

/** Bundles in a folder of the server, and all that a broken writing might have left. */
export function bundlesIn(folder: string): string[] {
  return readdirSync(join(serverFiles, folder))
    .filter(name => /\.zip|\.part|\.old/.test(name))
    .sort();
}

interface Session {
  readonly id: string;
  readonly path: string;
  readonly kernel: { readonly id: string } | null;
}

/** Ends all kernels of the server, so that the next test has the memory. */
export async function endKernels(request: APIRequestContext): Promise<void> {
  const sessions = (await (await request.get('/api/sessions')).json()) as Session[];
  await Promise.all(sessions.map(({ id }) => request.delete(`/api/sessions/${id}`)));
}

/** The kernel of a notebook: its id on the server, and its process. */
export async function kernelOf(request: APIRequestContext, path: string): Promise<{ id: string; pid: number }> {
  const sessions = (await (await request.get('/api/sessions')).json()) as Session[];
  const id = sessions.find(session => session.path === path)?.kernel?.id;
  const pid = id && readdirSync('/proc').find(name => /^\d+$/.test(name) && commandOf(name).includes(`kernel-${id}`));
  if (!id || !pid) {
    throw new Error(`${path} has no running kernel.`);
  }
  return { id, pid: Number(pid) };
}

function commandOf(pid: string): string {
  const file = `/proc/${pid}/cmdline`;
  try {
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  } catch {
    // It ended in between.
    return '';
  }
}
