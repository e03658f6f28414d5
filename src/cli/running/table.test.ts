import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Table } from './table';
import type { Row } from './table';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'zooport-table-'))));
afterEach(() => rm(folder, { recursive: true }));

function row(image: string, file: string, more: Partial<Row> = {}): Row {
  const nothing = {
    axes: '',
    size: '',
    type: '',
    objects: '',
    seconds: '',
    tiles: '',
    engine: '',
    warnings: '',
    error: ''
  };
  return {
    image,
    file,
    output: 'o',
    ...nothing,
    image_sha256: '',
    bundle: '',
    bundle_sha256: '',
    options: '',
    ...more
  };
}

it('puts new lines in place of those of the same results, and of what failed', async () => {
  const table = new Table(folder);
  await table.put([row('a', '', { error: 'bad' })], ['a.o.tif']);
  await table.put([row('b', 'b.o.tif')], ['b.o.tif']);
  await table.put([row('a', 'a.o.tif')], ['a.o.tif']);
  await table.put([row('b', 'B.o.tif', { objects: '3' })], ['B.o.tif']);
  const rows = await new Table(folder).read();
  expect(rows.map(({ file, objects }) => [file, objects])).toEqual([['a.o.tif', ''], ['B.o.tif', '3']]); // prettier-ignore
  expect(await readdir(folder)).toEqual(['results.csv']);
});

it('loses nothing where many write at the same time', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `${index}.o.tif`);
  // A table each, as processes have.
  await Promise.all(names.map(name => new Table(folder).put([row(name, name)], [name])));
  const rows = await new Table(folder).read();
  expect(rows.map(({ file }) => file).sort()).toEqual(names.sort());
  expect(await readdir(folder)).toEqual(['results.csv']);
});

it('takes the lock of a process that is gone', async () => {
  const { hostname } = await import('node:os');
  await writeFile(join(folder, '.zooport-results.lock'), `${hostname()} 999999999`);
  await new Table(folder).put([row('a', 'a.o.tif')], ['a.o.tif']);
  expect(await readdir(folder)).toEqual(['results.csv']);
});

it('sees what others have written meanwhile', async () => {
  const [one, other] = [new Table(folder), new Table(folder)];
  await one.put([row('a', 'a.o.tif')], ['a.o.tif']);
  expect(await other.read()).toHaveLength(1);
  await one.put([row('b', 'b.o.tif')], ['b.o.tif']);
  expect(await other.read()).toHaveLength(2);
});

it('leaves a table that is not ours as it is', async () => {
  const text = 'name,count\r\ncells,3\r\n';
  await writeFile(join(folder, 'results.csv'), text);
  const table = new Table(folder);
  await expect(table.read()).rejects.toThrow(/no table of “zooport run”/);
  await expect(table.put([row('a', 'a.o.tif')], [])).rejects.toThrow(/left as it is/);
  expect(await readFile(join(folder, 'results.csv'), 'utf8')).toBe(text);
});
