import type { Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beginSaving, SaveError } from '../files/save';
import { streamOf } from '../files/stream';
import { readCsv, writeCsv } from './csv';
import { withLock } from './lock';
import { sameName } from './names';

/** What is known of one result, or of an image that gave none: a line of results.csv. All in its own words. */
export interface Row {
  /** Seen from the table's folder. Of a network of several inputs one line for each image. */
  readonly image: string;
  /** Id of the network's output; empty where there is no result. */
  readonly output: string;
  /** Name of the result, in the table's folder; empty where there is none. */
  readonly file: string;
  readonly axes: string;
  /** For instance "512 x 512". */
  readonly size: string;
  readonly type: string;
  readonly objects: string;
  readonly seconds: string;
  readonly tiles: string;
  readonly engine: string;
  /** A line each. */
  readonly warnings: string;
  readonly error: string;
  readonly image_sha256: string;
  readonly bundle: string;
  readonly bundle_sha256: string;
  readonly options: string;
}

/** In the order in which they stand in the file. */
const columns = [
  'image',
  'output',
  'file',
  'size',
  'objects',
  'seconds',
  'tiles',
  'warnings',
  'error',
  'axes',
  'type',
  'engine',
  'options',
  'image_sha256',
  'bundle',
  'bundle_sha256'
] as const satisfies readonly (keyof Row)[];

export const tableName = 'results.csv';

/** The lines of a folder's table; none where there is no table. Throws `SaveError` where the file there is another. */
export async function readTable(folder: string): Promise<Row[]> {
  const text = await readFile(join(folder, tableName), 'utf8').catch(() => null);
  return text === null ? [] : rowsOf(text, join(folder, tableName));
}

/** The same, where a table of others is simply not ours. */
export async function ownRows(folder: string): Promise<Row[]> {
  return readTable(folder).catch(() => []);
}

function rowsOf(text: string, path: string): Row[] {
  const [head, ...lines] = readCsv(text) ?? [];
  // An older or newer table may have other columns; these make it one of ours.
  if (!head || !(['image', 'output', 'file', 'bundle_sha256'] as const).every(name => head.includes(name))) {
    throw new SaveError(
      `${path} is there already and is no table of “zooport run”, or was saved by another program in another form, ` +
        'so that it was left as it is. Move it, or choose another --output.'
    );
  }
  const places = columns.map(name => head.indexOf(name));
  return lines.map(
    cells =>
      Object.fromEntries(columns.map((name, index) => [name, cells[places[index]] ?? ''])) as Record<keyof Row, string>
  );
}

/**
 * The table of a folder, which several processes may write at the same time: each change is made on what stands there
 * just then, and the file is whole at any moment.
 */
export class Table {
  private rows: readonly Row[] = [];
  private seen = '';

  constructor(readonly folder: string) {}

  /** The lines as they stand in the file. Throws `SaveError` where the file is not ours. */
  async read(): Promise<readonly Row[]> {
    const now = stampOf(await stat(join(this.folder, tableName)).catch(() => null));
    if (now !== this.seen) {
      this.rows = await readTable(this.folder);
      this.seen = now;
    }
    return this.rows;
  }

  /**
   * Lines about an image in place of those about its results (`files`), and of what it failed by. Throws `SaveError`.
   */
  async put(rows: readonly Row[], files: readonly string[]): Promise<void> {
    await withLock(this.folder, async () => {
      const path = join(this.folder, tableName);
      const before = await this.read();
      const saving = await beginSaving(path);
      const after = merged(before, rows, files);
      const lines = after.map(row => columns.map(name => row[name]));
      await saving.finish(streamOf(new TextEncoder().encode(writeCsv([columns, ...lines]))));
      this.rows = after;
      this.seen = stampOf(await stat(path).catch(() => null));
    });
  }
}

function stampOf(found: Stats | null): string {
  return found ? `${found.ino} ${found.size} ${found.mtimeMs}` : '';
}

/** A file is of one image and output only; that an image failed is true until it is run again. New lines keep their place. */
function merged(before: readonly Row[], rows: readonly Row[], files: readonly string[]): Row[] {
  const names = new Set(files.map(sameName));
  const images = new Set(rows.map(({ image }) => image));
  const isReplaced = (row: Row): boolean => (row.file === '' ? images.has(row.image) : names.has(sameName(row.file)));
  const at = before.findIndex(isReplaced);
  const place = at < 0 ? before.length : at;
  const kept = (some: readonly Row[]): Row[] => some.filter(row => !isReplaced(row));
  return [...kept(before.slice(0, place)), ...rows, ...kept(before.slice(place))];
}
