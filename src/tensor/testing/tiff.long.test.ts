import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTensor } from '../create';
import { arrayOf } from '../dtype';
import type { DType, Tensor } from '../tensor';
import { transpose } from '../transpose';
import { warmPythonOf } from './python';
import type { TiffOptions } from '../tiff';
import { writeTiff } from '../tiff';

interface Read {
  readonly imagej: boolean;
  readonly axes: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly number[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly pixelsPerUnit: number;
  readonly sameInSkimage: boolean;
}

function counting(dtype: Exclude<DType, 'int64' | 'uint64'>, shape: readonly number[]): Tensor {
  const data = arrayOf(
    dtype,
    shape.reduce((product, length) => product * length, 1)
  );
  data.forEach((_, index) => {
    data[index] = dtype === 'bool' ? index % 2 : dtype.startsWith('float') ? index / 7 - 3 : index;
  });
  return createTensor(dtype, shape, data);
}

const stack = counting('uint16', [2, 3, 4, 5, 6]);
const micrometer: TiffOptions = { pixelSize: { value: 0.65, unit: 'micrometer' }, description: 'nuclei, µm' };

const images: Readonly<Record<string, { tensor: Tensor; axes: readonly string[]; options?: TiffOptions }>> = {
  plane: { tensor: counting('float32', [5, 7]), axes: ['y', 'x'], options: micrometer },
  'plane of a network': { tensor: counting('float32', [1, 1, 5, 7]), axes: ['batch', 'channel', 'y', 'x'] },
  'channels at the end': { tensor: counting('uint8', [1, 4, 6, 3]), axes: ['batch', 'y', 'x', 'channel'] },
  hyperstack: { tensor: stack, axes: ['time', 'z', 'channel', 'y', 'x'] },
  'hyperstack in another order': {
    tensor: transpose(stack, [2, 4, 0, 3, 1]),
    axes: ['channel', 'x', 'time', 'y', 'z']
  },
  mask: { tensor: counting('bool', [4, 4]), axes: ['y', 'x'] },
  'numbers of objects': { tensor: counting('int32', [1, 3, 4, 1]), axes: ['batch', 'y', 'x', 'channel'] },
  'integers that two bytes do not hold': {
    tensor: createTensor('int32', [2, 1, 2], Int32Array.of(-1, 0, 1, 70_000)),
    axes: ['z', 'y', 'x']
  },
  'volume of y, x, z': {
    tensor: transpose(counting('float32', [3, 4, 5]), [1, 2, 0]),
    axes: ['y', 'x', 'z'],
    options: { pixelSize: { value: 0.2, unit: 'micrometer', depth: 0.5 } }
  },
  'labels of a network that gives floats': {
    tensor: createTensor('float32', [2, 2], Float32Array.of(0, 1, 2, 65_535)),
    axes: ['y', 'x'],
    options: { labels: true }
  },
  'labels beyond 16 bits': {
    tensor: createTensor('int32', [2, 2, 1], Int32Array.of(0, 1, 65_536, 70_000)),
    axes: ['z', 'y', 'x'],
    options: { labels: true, ...micrometer }
  },
  'with NaN': { tensor: createTensor('float32', [1, 3], Float32Array.of(NaN, 1, 2)), axes: ['y', 'x'] }
};

describe('tifffile and scikit-image read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tiff-'));
  const read: Record<string, Read> = {};

  beforeAll(() => {
    const names = Object.keys(images);
    const files = names.map((name, index) => {
      const { tensor, axes, options } = images[name];
      const file = join(folder, `${index}.tif`);
      writeFileSync(file, writeTiff(tensor, axes, options));
      return file;
    });
    // Python's JSON writes NaN, which JSON.parse does not know.
    const output = execFileSync(warmPythonOf('train'), ['scripts/fixtures/read_tiff.py', ...files], {
      encoding: 'utf-8'
    });
    const found = JSON.parse(output.replaceAll('NaN', 'null')) as Read[];
    names.forEach((name, index) => {
      read[name] = found[index];
    });
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['plane', 'YX', [5, 7], 'float32'],
    ['plane of a network', 'YX', [5, 7], 'float32'],
    ['channels at the end', 'CYX', [3, 4, 6], 'uint8'],
    ['hyperstack', 'TZCYX', [2, 3, 4, 5, 6], 'uint16'],
    ['hyperstack in another order', 'TZCYX', [2, 3, 4, 5, 6], 'uint16'],
    ['mask', 'YX', [4, 4], 'uint8'],
    ['numbers of objects', 'YX', [3, 4], 'uint16'],
    ['integers that two bytes do not hold', 'ZYX', [2, 1, 2], 'float32'],
    ['volume of y, x, z', 'ZYX', [3, 4, 5], 'float32'],
    ['labels of a network that gives floats', 'YX', [2, 2], 'uint16'],
    ['labels beyond 16 bits', 'ZYX', [2, 2, 1], 'uint32'],
    ['with NaN', 'YX', [1, 3], 'float32']
  ])('%s as %s with the same numbers', (name, axes, shape, dtype) => {
    expect(read[name]).toMatchObject({ imagej: true, axes, shape, dtype, sameInSkimage: true });
  });

  it('the numbers that were written, in the order of planes', () => {
    for (const name of [
      'plane',
      'hyperstack',
      'numbers of objects',
      'integers that two bytes do not hold',
      'mask',
      'labels beyond 16 bits'
    ]) {
      expect(read[name].values).toEqual(Array.from(images[name].tensor.data, Number));
    }
    expect(read['hyperstack in another order'].values).toEqual(read.hyperstack.values);
    expect(read['channels at the end'].values.slice(0, 3)).toEqual([0, 3, 6]);
    expect(read['with NaN'].values).toEqual([null, 1, 2]);
  });

  it("the size of a pixel under ImageJ's own name of the unit", () => {
    expect(read.plane.metadata).toMatchObject({ unit: 'micron' });
    expect(1 / read.plane.pixelsPerUnit).toBeCloseTo(0.65, 6);
    expect(read.mask.metadata).not.toHaveProperty('unit');
  });

  it("the number of channels, slices and frames, and the range for Fiji's contrast", () => {
    expect(read.hyperstack.metadata).toMatchObject({ images: 24, channels: 4, slices: 3, frames: 2, hyperstack: true });
    expect(read.mask.metadata).toMatchObject({ min: 0, max: 1 });
  });
});

describe('refuses, with a sentence', () => {
  it('an image without y and x, or with other axes than dimensions', () => {
    expect(() => writeTiff(counting('uint8', [3]), ['channel'])).toThrow('no single y and x');
    expect(() => writeTiff(counting('uint8', [2, 2]), ['z', 'y', 'x'])).toThrow('no single y and x');
  });
});
