import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Random } from '../../tensor/testing/random';
import type { Tensor } from '../../tensor/tensor';
import { partOf } from '../memory';
import { ImageError } from '../source';
import { openZarr } from './open';
import type { FileTree } from './tree';

/** What zarr for Python read: written by scripts/images/zarr_fixtures.py. */
interface Row {
  readonly file: string;
  readonly axes: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly sha256: string;
}

const fixtures = join(import.meta.dirname, '..', 'fixtures');
const rows = JSON.parse(readFileSync(join(fixtures, 'zarr.json'), 'utf8')) as readonly Row[];

/** A folder of the tests, each file of it as `change` makes it. */
function treeOf(file: string, change: (bytes: Uint8Array, path: string) => Uint8Array = bytes => bytes): FileTree {
  return {
    read: async (path, part) => {
      const full = join(fixtures, 'zarr', file, path);
      if (!existsSync(full)) {
        return undefined;
      }
      const bytes = change(new Uint8Array(readFileSync(full)), path);
      if (!part) {
        return bytes;
      }
      return 'last' in part ? bytes.slice(-part.last) : bytes.slice(part.offset, part.offset + part.length);
    }
  };
}

/** Replaces words in a folder's descriptions. */
function said(from: RegExp, to: string): (bytes: Uint8Array, path: string) => Uint8Array {
  return (bytes, path) =>
    /json|\.z(attrs|array|group)$/.test(path)
      ? new TextEncoder().encode(new TextDecoder().decode(bytes).replace(from, to))
      : bytes;
}

function hashOf({ data }: Tensor): string {
  return createHash('sha256')
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex');
}

describe('OME-Zarr', () => {
  it.each(rows.map(row => [row.file, row] as const))('%s has the array, axes and sizes of zarr', async (_, row) => {
    const { info, read } = await openZarr(treeOf(row.file), row.file);
    const tensor = await read();
    expect({ shape: tensor.shape, dtype: tensor.dtype }).toEqual({ shape: row.shape, dtype: row.dtype });
    expect(hashOf(tensor)).toBe(row.sha256);
    expect(info.axes.map(({ id }) => id).join('')).toBe(row.axes);
    const sizes = { t: { value: 2.5, unit: 's' }, z: { value: 500, unit: 'nm' }, y: { value: 0.25, unit: 'µm' } };
    for (const { id, spacing } of info.axes) {
      expect(spacing).toEqual(id === 'c' || id === 'q' ? undefined : sizes[id === 'x' ? 'y' : id]);
    }
    expect(info.channelNames).toEqual(row.axes.includes('c') ? ['nuclei', 'membrane'] : undefined);
    const part = info.axes.map(({ size }) => ({ start: Math.floor(size / 3), length: Math.ceil(size / 2) }));
    expect(await read(part)).toEqual(partOf(tensor, part));
  });

  it('a chunk that nobody wrote is zeros, only chunks of the region are read', async () => {
    const asked: string[] = [];
    const tree = treeOf('plain.ome.zarr', (bytes, path) => {
      asked.push(path);
      return bytes;
    });
    const { read } = await openZarr(
      { read: async (path, part) => (path === '0/0.1' ? undefined : tree.read(path, part)) },
      'plain.ome.zarr'
    );
    const part = await read([
      { start: 0, length: 3 },
      { start: 29, length: 2 }
    ]);
    expect([...part.data].filter((_, index) => index % 2 === 1)).toEqual([0, 0, 0]);
    expect(asked.filter(path => /^0\/\d/.test(path))).toEqual(['0/0.0']);
  });
});

describe('a broken Zarr ends in a sentence', () => {
  const refusal = async (tree: FileTree) => {
    try {
      const { read } = await openZarr(tree, 'cells.zarr');
      await read();
    } catch (error) {
      expect(error).toBeInstanceOf(ImageError);
      return error as ImageError;
    }
    throw new Error('It was read.');
  };

  it.each([
    ['no Zarr', { read: async () => undefined }, /neither zarr.json/],
    ['another array', treeOf('plain.ome.zarr', said(/"path": "0"/, '"path": "7"')), /damaged/],
    [
      'a plate',
      treeOf('plain.ome.zarr', said(/"multiscales"/, '"plate": {}, "multiscales"')),
      /plate of many images.*A\/1\/0/
    ],
    [
      '10^9 x 10^9',
      treeOf('plain.ome.zarr', said(/"shape": \[[\d,\s]*\]/, '"shape": [1000000000, 1000000000]')),
      /do not fit into the memory/
    ],
    [
      'a chunk of 10^9',
      treeOf('plain.ome.zarr', said(/"chunks": \[[\d,\s]*\]/, '"chunks": [1000000000, 1]')),
      /chunks.*too large/
    ],
    ['complex', treeOf('plain.ome.zarr', said(/"<u2"/, '"<c8"')), /damaged|type/]
  ] as const)('%s', async (_, tree, says) => {
    expect((await refusal(tree)).message).toMatch(says);
  });

  it('whatever is spoiled by chance', async () => {
    let refused = 0;
    for (let seed = 0; seed < 600; seed++) {
      const random = new Random(seed);
      const { file } = random.pick(rows);
      const tree = treeOf(file, (bytes, path) => {
        if (/\.zgroup|attrs/.test(path) || bytes.length === 0 || random.chance(0.4)) {
          return bytes;
        }
        bytes[random.below(bytes.length)] = random.below(256);
        return random.chance(0.2) ? bytes.slice(0, random.below(bytes.length)) : bytes;
      });
      try {
        const { info, read } = await openZarr(tree, file);
        const size = info.axes.reduce((product, axis) => product * axis.size, 1);
        await read(size > 2 ** 24 ? info.axes.map(() => ({ start: 0, length: 1 })) : undefined);
      } catch (error) {
        expect(error, `seed ${seed}, ${file}: ${error instanceof Error ? error.stack : error}`).toBeInstanceOf(
          ImageError
        );
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(100);
  });
});
