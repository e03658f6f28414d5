import { mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { beginSaving, sentence } from './save';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'save-'));
  path = join(folder, 'model.zip');
});
afterEach(() => rm(folder, { recursive: true }));

function content(...pieces: string[]): ReadableStream<Uint8Array> {
  return new Blob(pieces).stream();
}

it('writes the file and nothing else', async () => {
  expect(await (await beginSaving(path)).finish(content('abc', 'def'))).toBe(6);
  expect(await readFile(path, 'utf8')).toBe('abcdef');
  expect(await readdir(folder)).toEqual(['model.zip']);
});

it('replaces an older file only when the new one is whole', async () => {
  await writeFile(path, 'old');
  const saving = await beginSaving(path);
  expect(await readFile(path, 'utf8')).toBe('old');
  await saving.finish(content('new'));
  expect(await readFile(path, 'utf8')).toBe('new');
});

it('leaves the older file, and no part of the new one, when the content fails half-way', async () => {
  await writeFile(path, 'old');
  const broken = new ReadableStream<Uint8Array>({
    start: controller => controller.enqueue(new Uint8Array(10)),
    pull: controller => controller.error(new Error('kernel died'))
  });
  await expect((await beginSaving(path)).finish(broken)).rejects.toThrow('kernel died');
  expect(await readFile(path, 'utf8')).toBe('old');
  expect(await readdir(folder)).toEqual(['model.zip']);
});

it('leaves nothing when it is cancelled', async () => {
  const abort = AbortSignal.abort(new Error('cancelled'));
  await expect((await beginSaving(path)).finish(content('abc'), abort)).rejects.toThrow('cancelled');
  expect(await readdir(folder)).toEqual([]);
  await (await beginSaving(path)).discard();
  expect(await readdir(folder)).toEqual([]);
});

it('says so at once where the folder is missing, or the name is a folder’s', async () => {
  await expect(beginSaving(join(folder, 'missing', 'model.zip'))).rejects.toThrow(/missing does not exist/);
  await mkdir(path);
  await expect(beginSaving(path)).rejects.toThrow(/is a folder/);
});

it('says so at once where the folder cannot be written', async () => {
  // A place where nobody may make files, not even root.
  await expect(beginSaving('/proc/self/model.zip')).rejects.toThrow(
    /could not be written|may not be written|read-only/
  );
});

it('says that the disk is full', async () => {
  // The system's own full disk.
  const full = await open('/dev/full', 'w');
  const error: unknown = await full.write(new Uint8Array(1)).catch((reason: unknown) => reason);
  await full.close();
  expect(sentence(path, error)).toMatch(/disk is full.*model\.zip was not written/);
});
