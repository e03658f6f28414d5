import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bytesReader } from '../tensor/ranges';
import type { Tensor } from '../tensor/tensor';
import { axisOf } from './axes';
import { partOf } from './memory';
import { openImage } from './open';
import type { ImageSource, Part } from './source';

/**
 * What tifffile, and for other files their own readers, said: written by scripts/images/images_fixtures.py. Also JPEGs
 * have their grey levels to the last one, those of libjpeg.
 */
interface Row {
  readonly file: string;
  readonly axes: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly sha256: string;
  readonly first: readonly string[];
  readonly spacing: Readonly<Record<string, readonly [number, string]>>;
}

const folder = join(import.meta.dirname, 'fixtures');
const rows = JSON.parse(readFileSync(join(folder, 'images.json'), 'utf8')) as readonly Row[];

function hashOf({ data }: Tensor): string {
  return createHash('sha256')
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex');
}

function open(file: string): Promise<ImageSource> {
  return openImage(bytesReader(readFileSync(join(folder, 'files', file))), file);
}

/** A part of the image that begins and ends within strips and tiles. */
function middle(source: ImageSource): Part[] {
  return source.info.axes.map(({ size }) => {
    const start = Math.floor(size / 3);
    return { start, length: Math.max(1, Math.ceil(size / 2) - start) };
  });
}

describe('files of images', () => {
  it('are at least 200', () => {
    expect(rows.length).toBeGreaterThanOrEqual(200);
  });

  it.each(rows.map(row => [row.file, row] as const))(
    '%s has the array, axes and pixel sizes of tifffile',
    async (_, row) => {
      const source = await open(row.file);
      const { info } = source;
      const tensor = await source.read();
      expect({ shape: tensor.shape, dtype: tensor.dtype }).toEqual({ shape: row.shape, dtype: row.dtype });
      expect([...tensor.data.slice(0, 4)].map(Number)).toEqual(row.first.map(Number));
      expect(hashOf(tensor)).toBe(row.sha256);
      expect(info.axes.map(({ size }) => size)).toEqual(row.shape);
      expect(info.dtype).toBe(row.dtype);
      const letters = [...row.axes];
      letters.forEach((letter, index) => {
        if (axisOf(letter) !== 'q') {
          const again = letters.slice(index + 1).some(other => axisOf(other) === axisOf(letter));
          expect(info.axes[index].id).toBe(again ? 'q' : axisOf(letter));
        }
      });
      for (const { id, size, spacing } of info.axes) {
        const [value, unit] = row.spacing[id] ?? [];
        if (size > 1 && value !== undefined) {
          expect(spacing).toEqual({ value: expect.closeTo(value, 6), unit });
        }
      }
      const part = middle(source);
      expect(await source.read(part)).toEqual(partOf(tensor, part));
    }
  );
});
