import { describe, expect, it } from 'vitest';
import { clampCrop, imageSize, moved, resized, withNumber } from './box';

const size = { rows: 100, columns: 200 };
const crop = { y: 10, x: 20, height: 64, width: 32 };

describe('the crop', () => {
  it('moves without changing its size and stops at the edges', () => {
    expect(moved(crop, -100, 1000, size)).toEqual({ y: 0, x: 168, height: 64, width: 32 });
  });

  it('grows at its lower right corner and no further than the image', () => {
    expect(resized(crop, 1000, 8, size)).toEqual({ y: 10, x: 20, height: 90, width: 40 });
  });

  it('is never smaller than 16 pixels, nor larger than a tiny image', () => {
    expect(resized(crop, -100, -100, size)).toEqual({ y: 10, x: 20, height: 16, width: 16 });
    expect(clampCrop(crop, { rows: 8, columns: 12 })).toEqual({ y: 0, x: 0, height: 8, width: 12 });
  });

  it('takes a typed number and makes room for it', () => {
    expect(withNumber(crop, 'width', 190, size)).toEqual({ y: 10, x: 10, height: 64, width: 190 });
    expect(withNumber(crop, 'y', 12.6, size).y).toBe(13);
  });

  it('keeps planes of a volume, at least one and no more than there are', () => {
    const volume = { ...size, planes: 12 };
    const deep = { ...crop, z: 3, depth: 8 };
    expect(moved(deep, 1, 1, volume)).toEqual({ y: 11, x: 21, height: 64, width: 32, z: 3, depth: 8 });
    expect(withNumber(deep, 'z', 10, volume)).toMatchObject({ z: 4, depth: 8 });
    expect(withNumber(deep, 'depth', 0, volume)).toMatchObject({ z: 3, depth: 1 });
    expect(clampCrop(crop, volume)).toMatchObject({ z: 0, depth: 12 });
    expect(clampCrop(deep, size)).toEqual(crop);
  });

  it('reads the size of an image by its axes', () => {
    expect(imageSize(['z', 'y', 'x'], [12, 100, 200])).toEqual({ rows: 100, columns: 200, planes: 12 });
    expect(imageSize(['y', 'x', 'channel'], [100, 200, 3])).toEqual(size);
    expect(imageSize([], [])).toBeNull();
  });
});
