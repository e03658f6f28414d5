import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { stringify } from 'yaml';
import { smallDescription, smallFiles, smallOutput, smallZip } from '../../src/preview/testing/small';
import { writeNpy } from '../../src/tensor/npy';
import { picture, repository } from '../help';
import { files, kept, open, type Options, strangers } from './page';

const realBundle = join(repository, 'tests', 'bundle');

test.beforeAll(() => {
  mkdirSync(join(files, 'folder'), { recursive: true });
  writeFileSync(join(files, 'small.bioimageio.zip'), smallZip());
  const wrong = writeNpy({ ...smallOutput, data: smallOutput.data.map(value => value + 1) });
  writeFileSync(join(files, 'wrong.zip'), smallZip(undefined, smallFiles().set('output.npy', wrong)));
  writeFileSync(join(files, 'cut.zip'), smallZip().slice(0, 900));
});

test('the report in a sandboxed frame of its own origin with a strict policy; nobody else is asked', async ({
  page
}) => {
  const asked = strangers(page);
  const [frame] = await open(page, ['small.bioimageio.zip']);
  await expect(frame.getByText(/“Small model” reproduces: /)).toBeVisible();
  await expect(frame.getByRole('img', { name: /^Reproduced/ })).toBeVisible();
  await expect(frame.locator('.zooport-still')).toBeHidden();
  await expect.poll(async () => (await kept(page)).verdict).toBe('passed');
  expect(asked).toEqual([]);
});

test('a real bundle as a folder, in a dark page; what is kept of it stays small', async ({ page }) => {
  const [frame] = await open(page, [realBundle], { theme: 'dark' });
  await expect(frame.getByText(/“Smooth nuclei” reproduces: /)).toBeVisible({ timeout: 90_000 });
  await expect.poll(async () => (await kept(page)).verdict).toBe('passed');
  const { still, reproduction } = await kept(page);
  expect(reproduction.some(({ maxAbsolute }) => maxAbsolute !== null && maxAbsolute < 1e-4)).toBe(true);
  expect(still).toContain('data:image/png;base64,');
  expect(still.length).toBeLessThan(300_000);
  test.info().annotations.push({ type: 'bytes kept of a report', description: String(still.length) });
  await picture(page, 'cell-dark');
  // What a reader without a kernel sees.
  await page.setContent(`<body>${still}</body>`);
  await expect(page.getByText(/^PASSED/)).toBeVisible();
  await picture(page, 'cell-still');
});

test('a zip whose files are packed', async ({ page }) => {
  const given = [...smallFiles().set('rdf.yaml', new TextEncoder().encode(stringify(smallDescription())))];
  const place = join(files, 'unpacked');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place);
  given.forEach(([name, bytes]) => writeFileSync(join(place, name), bytes));
  const packed = join(files, 'packed.zip');
  rmSync(packed, { force: true });
  // Python's own packs each file (deflate).
  execFileSync('python3', ['-m', 'zipfile', '-c', packed, ...given.map(([name]) => join(place, name))]);
  const [frame] = await open(page, ['packed.zip']);
  await expect(frame.getByText(/“Small model” reproduces: /)).toBeVisible();
});

test('a busy kernel is told, then the report comes', async ({ page }) => {
  const [frame] = await open(page, ['small.bioimageio.zip'], { busy: '8' });
  await expect(frame.getByText(/waits for the kernel/)).toBeVisible();
  await expect(frame.getByText(/“Small model” reproduces: /)).toBeVisible();
  await expect(frame.getByText(/waits for the kernel/)).toBeHidden();
});

test('two reports in one page, one good and one bad, are not mixed up', async ({ page }) => {
  const [good, bad] = await open(page, ['small.bioimageio.zip', 'wrong.zip']);
  await expect(good.getByText(/“Small model” reproduces: /)).toBeVisible();
  await expect(bad.getByText(/“Small model” does not reproduce/)).toBeVisible();
  await expect.poll(async () => (await kept(page, 0)).verdict).toBe('passed');
  await expect.poll(async () => (await kept(page, 1)).verdict).toBe('failed');
});

const forbidding: Readonly<Record<string, Options>> = {
  'no workers': { policy: 'no-workers' },
  'no WebAssembly': { policy: 'no-wasm' },
  // Without an origin a page starts no worker from an address of its own making.
  'no origin': { sandbox: 'allow-scripts' }
};

for (const [name, options] of Object.entries(forbidding)) {
  test(`a page with ${name} says so, and the kernel checks with the command line`, async ({ page }) => {
    const [frame] = await open(page, ['small.bioimageio.zip'], options);
    await expect(frame.getByText(/This page runs no networks, so only the description was checked here/)).toBeVisible();
    await expect(frame.getByRole('heading', { name: /could not be run here/ })).toBeVisible();
    await expect.poll(async () => (await kept(page)).verdict).toBe('not run');
    await frame.getByRole('button', { name: 'Check with the command line' }).click();
    await expect(frame.getByText('Checked beside the kernel: passed')).toBeVisible({ timeout: 90_000 });
    await expect.poll(async () => (await kept(page)).verdict).toBe('passed');
    if (name === 'no workers') {
      await picture(page, 'cell-no-workers');
    }
  });
}

test('a bundle that cannot be read is told in the report, a path that is not there before it', async ({ page }) => {
  const [frame] = await open(page, ['cut.zip']);
  await expect(frame.getByText(/cannot be read/).first()).toBeVisible();
  await expect(frame.getByText(/is cut short/).first()).toBeVisible();
  await expect.poll(async () => (await kept(page)).verdict).toBe('unreadable');
  await open(page, ['nowhere.zip']);
  await expect(page.getByText(/There is no file or folder “.*nowhere\.zip”/)).toBeVisible();
});
