import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { smallDescription, smallZip } from '../../src/preview/testing/small';
import { zipSource } from '../../src/bundle/zip';
import { expectPassing, picture, repository } from '../help';
import { files, kept, open, strangers } from './page';

/** What the page writes beside the kernel: a bundle that it makes, where there is no Node, and a mended one. */
const example = join(repository, '.cache', 'example', 'current');
const place = join(files, 'made');

test.beforeEach(() => {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
});

function exported(more: object = {}): string {
  const folder = join(example, 'models', readdirSync(join(example, 'models'))[0]);
  const input = join(example, 'data', 'held_out', 'images', 'nuclei_held_out.tif');
  return JSON.stringify({ folder, input, output: place, ...more });
}

test('without Node the page makes the bundle, the kernel writes it, and the report is of what was written', async ({
  page
}) => {
  const asked = strangers(page);
  const [frame] = await open(page, [exported({ name: 'Made in a page', authors: 'A. Biologist' })]);
  await expect(frame.getByText(/this page makes the bundle: keep it open/)).toBeVisible();
  await expectPassing(frame.getByText(/Running the network in Keras .* \(\d+ %\)/), 60_000);
  await picture(page, 'cell-making');
  await expect(frame.getByText(/“Made in a page” reproduces: /)).toBeVisible({ timeout: 90_000 });
  const file = join(place, 'made-in-a-page.bioimageio.zip');
  await expect(frame.getByText('Wrote made/made-in-a-page.bioimageio.zip')).toBeVisible();
  await expect.poll(async () => (await kept(page)).verdict).toBe('passed');
  expect((await kept(page)).source).toBe(file);
  expect(readdirSync(place)).toEqual(['made-in-a-page.bioimageio.zip']);
  expect(asked).toEqual([]);
  // The command line says the same of the same bytes.
  const checked = execFileSync('node', [join(repository, 'zooport', 'cli', 'zooport.mjs'), 'check', '--json', file]);
  expect(JSON.parse(checked.toString())).toMatchObject({ results: [{ verdict: 'passed' }] });
});

test('what is wrong with the order is told where the bundle would be, and nothing is left', async ({ page }) => {
  const [frame] = await open(page, [exported({ version: 'newest' })]);
  await expect(frame.getByText(/^"version" must be a version such as 0\.1\.0/)).toBeVisible({ timeout: 60_000 });
  expect(readdirSync(place)).toEqual([]);
});

test('a page that is stopped while the network runs leaves nothing, and can begin again', async ({ page }) => {
  const [frame] = await open(page, [exported()]);
  await expectPassing(frame.getByText(/Loading the network|Running the network/), 60_000);
  await frame.getByRole('button', { name: 'Cancel' }).click();
  await expect(frame.getByText(/You stopped/)).toBeVisible();
  expect(readdirSync(place)).toEqual([]);
  await frame.getByRole('button', { name: 'Check again' }).click();
  await expect(frame.getByText(/ reproduces: /)).toBeVisible({ timeout: 90_000 });
  expect(readdirSync(place).filter(name => name.endsWith('.part'))).toEqual([]);
});

test('a page without workers says what the kernel would need', async ({ page }) => {
  const [frame] = await open(page, [exported()], { policy: 'no-workers' });
  await expect(frame.getByText(/^This page cannot make the bundle: .*pip install zooport\[cli\]/)).toBeVisible();
  await expect(frame.getByRole('button', { name: 'Check with the command line' })).toHaveCount(0);
  expect(readdirSync(place)).toEqual([]);
});

test('a mended bundle is saved beside the one that lies there, which stays as it is', async ({ page }) => {
  const faulty = smallZip({ ...smallDescription(), name: 'Small: model' });
  writeFileSync(join(place, 'mine.bioimageio.zip'), faulty);
  for (const name of ['mine.mended.bioimageio.zip', 'mine.mended-2.bioimageio.zip']) {
    const [frame] = await open(page, [join(place, 'mine.bioimageio.zip')]);
    await frame.getByRole('listitem').filter({ hasText: 'The name “Small: model”' }).getByRole('button').click();
    await expect(frame.getByText(/Mended here, not saved yet/)).toBeVisible();
    await frame.getByRole('button', { name: 'Save the mended bundle' }).click();
    await expect(frame.getByText(`Saved: made/${name}`)).toBeVisible();
    // From now on the report is of what was saved.
    await expect(frame.getByText(/ reproduces: /).first()).toBeVisible();
    await expect(frame.getByText(/^Errors:/)).toHaveCount(0);
    await expect.poll(async () => (await kept(page)).source).toBe(join(place, name));
    const text = new TextDecoder().decode(await zipSource(readFileSync(join(place, name))).read('rdf.yaml'));
    expect(text).not.toContain('Small: model');
  }
  expect(readFileSync(join(place, 'mine.bioimageio.zip'))).toEqual(Buffer.from(faulty));
  expect(readdirSync(place)).toHaveLength(3);
});
