import { describe, expect, it } from 'vitest';
import { clampCrop, moved, resized, withNumber } from './box';

const crop = { y: 10, x: 20, height: 64, width: 32 };

describe('the crop', () => {
  it('moves without changing its size and stops at the edges', () => {
    expect(moved(crop, -100, 1000, 100, 200)).toEqual({ y: 0, x: 168, height: 64, width: 32 });
  });

  it('grows at its lower right corner and no further than the image', () => {
    expect(resized(crop, 1000, 8, 100, 200)).toEqual({ y: 10, x: 20, height: 90, width: 40 });
  });

  it('is never smaller than 16 pixels, nor larger than a tiny image', () => {
    expect(resized(crop, -100, -100, 100, 200)).toEqual({ y: 10, x: 20, height: 16, width: 16 });
    expect(clampCrop(crop, 8, 12)).toEqual({ y: 0, x: 0, height: 8, width: 12 });
  });

  it('takes a typed number and makes room for it', () => {
    expect(withNumber(crop, 'width', 190, 100, 200)).toEqual({ y: 10, x: 10, height: 64, width: 190 });
    expect(withNumber(crop, 'y', 12.6, 100, 200).y).toBe(13);
  });
});
