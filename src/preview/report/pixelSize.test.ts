import { describe, expect, it } from 'vitest';
import type { TensorDescription } from '../../spec/model';
import { pixelSizeOf } from './pixelSize';

function image(scale: number, unit?: string): TensorDescription {
  const axis = (id: string) => ({ type: 'space' as const, id, size: 64, halo: 0, scale, ...(unit && { unit }) });
  return { id: 'input', description: '', axes: [axis('y'), axis('x')], data: [], optional: false, operations: [] };
}

function bundle(pixel_size: unknown): { raw: Record<string, unknown> } {
  return { raw: { config: { zooport: { pixel_size } } } };
}

describe('the size of a pixel', () => {
  it('is what the maker of the bundle wrote, with the distance of planes', () => {
    const size = { y: 0.65, x: 0.65, unit: 'micrometer' };
    expect(pixelSizeOf(bundle(size), image(1))).toEqual({ value: 0.65, unit: 'micrometer' });
    expect(pixelSizeOf(bundle({ ...size, z: 2 }), image(1))).toEqual({ value: 0.65, unit: 'micrometer', depth: 2 });
  });

  it('is else that of the axes, where their unit is a length', () => {
    expect(pixelSizeOf({ raw: {} }, image(0.1, 'nanometer'))).toEqual({ value: 0.1, unit: 'nanometer' });
    expect(pixelSizeOf({ raw: {} }, image(0.1, 'second'))).toBeUndefined();
    expect(pixelSizeOf({ raw: {} }, image(1))).toBeUndefined();
  });

  it('is not told where it makes no sense, or where one bar could not stand for both sides', () => {
    for (const size of [
      { y: 0, x: 0, unit: 'micrometer' },
      { y: 'a', x: 'b', unit: 'micrometer' },
      { y: 1, x: 2, unit: 'micrometer' },
      { y: 1, x: 1 }
    ]) {
      expect(pixelSizeOf(bundle(size), image(1))).toBeUndefined();
    }
  });
});
