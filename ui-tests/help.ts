import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Locator, type Page } from '@playwright/test';

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** The Python of an environment; warm, where `make test` keeps it so (scripts/warm.py). */
export function pythonOf(environment: string): string {
  const { ZOOPORT_WARM } = process.env;
  return ZOOPORT_WARM
    ? join(ZOOPORT_WARM, environment, 'python')
    : join(repository, '.envs', environment, 'bin/python');
}

/** The program of the zoo's own library in an environment: what comes before its words in a call of `pythonOf`. */
export function bioimageioIn(environment: string): string {
  return join(repository, '.envs', environment, 'bin', 'bioimageio');
}

/** Root folder of the Galata server (see jupyter_config.py). */
export const serverFiles = join(repository, '.cache', 'servers', process.env.ZOOPORT_UI_PORT ?? '8899', 'files');

/**
 * A screenshot for looking at: into `test-results/pictures`, and into `docs/images` where ZOOPORT_PICTURES is set, as
 * before a release.
 */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.ZOOPORT_PICTURES ? 'docs/images' : 'test-results/pictures';
  mkdirSync(join(repository, folder), { recursive: true });
  await page.screenshot({ path: join(repository, folder, `${name}.png`) });
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds inside `selector`, as short texts; an empty list is what a test wants. */
export async function axeViolations(page: Page, selector: string): Promise<string[]> {
  const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  const found = await page.evaluate(
    async inside =>
      (
        (
          await (window as unknown as { axe: { run(context: string): Promise<{ violations: unknown }> } }).axe.run(
            inside
          )
        ).violations as Violation[]
      ).map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) })),
    selector
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}

/**
 * Waits for words that stand there for a moment only, such as a step of some work. Playwright's own assertions look once a
 * second after a while, and a quick machine is past the step by then.
 */
export async function expectPassing(words: Locator, timeout: number): Promise<void> {
  await expect.poll(() => words.count(), { intervals: [20], timeout }).toBeGreaterThan(0);
}

export function panel(page: Page): Locator {
  return page.getByRole('region', { name: 'Zooport' });
}

/** The first of the three clicks. */
export async function openPanel(page: Page): Promise<void> {
  await page.locator('.jp-NotebookPanel-toolbar').getByRole('button', { name: 'Zooport', exact: true }).click();
}

interface LabWindow {
  readonly jupyterapp: { commands: { execute(id: string, args: object): Promise<unknown> } };
}

/** Opens a file of the server as a double click would; Galata's own helper gives up early on a slow machine. */
export async function openFile(page: Page, path: string, factory?: string): Promise<void> {
  await page.evaluate(
    async args => {
      // The widget that it gives cannot leave the page.
      await (window as unknown as LabWindow).jupyterapp.commands.execute('docmanager:open', args);
    },
    factory === undefined ? { path } : { path, factory }
  );
}

interface NotebookWidget {
  readonly sessionContext: {
    readonly ready: Promise<void>;
    readonly session: { readonly kernel: { readonly info: Promise<unknown> } | null } | null;
  };
}

/** Opens a notebook and waits until its kernel answers: cells that run earlier ask which kernel to take. */
export async function openNotebook(page: Page, path: string): Promise<void> {
  await page.evaluate(async file => {
    const { commands } = (window as unknown as LabWindow).jupyterapp;
    const { sessionContext } = (await commands.execute('docmanager:open', { path: file })) as NotebookWidget;
    await sessionContext.ready;
    await sessionContext.session?.kernel?.info;
  }, path);
  await page.locator('.jp-NotebookPanel-toolbar').waitFor();
}

/** Runs all cells of the current notebook and waits as long as it takes; true where every cell ran without an error. */
export async function runNotebook(page: Page): Promise<unknown> {
  return page.evaluate(async () =>
    (window as unknown as LabWindow).jupyterapp.commands.execute('notebook:run-all-cells', {})
  );
}
