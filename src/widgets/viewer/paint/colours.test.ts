import { describe, expect, it } from 'vitest';
import { colourIndex, diverging, grey, notFiniteColour } from './colours';
import { paint } from './painter';
import { finiteRange, inputContrast, percentileContrast, sharedContrast } from '../contrast/contrast';
import { differenceOf, differenceScale, largestOf } from '../difference/difference';
import { planeFrom, valuesOf, type Plane } from '../plane/plane';

function row(...values: number[]): Plane {
  return planeFrom(values, values.length, 1);
}

function tensor(...values: number[]): { dtype: 'float32'; shape: number[]; data: Float32Array } {
  return { dtype: 'float32', shape: [values.length], data: Float32Array.from(values) };
}

describe('contrast', () => {
  it('is not spoiled by a single hot pixel of the input', () => {
    const values = Array.from({ length: 1000 }, (_, index) => index / 1000);
    expect(inputContrast(tensor(...values, 60_000)).high).toBeLessThan(1);
  });

  it('falls back to the whole range where both percentiles lie in the background', () => {
    expect(percentileContrast([...new Array<number>(1000).fill(0), 9], 0.5, 99.5)).toEqual({ low: 0, high: 9 });
  });

  it('interpolates between neighbours as numpy does', () => {
    // numpy.percentile([1, 2, 4, 8], [25, 90]) = [1.75, 6.8]
    const contrast = percentileContrast([8, 1, 4, 2], 25, 90);
    expect(contrast?.low).toBeCloseTo(1.75, 12);
    expect(contrast?.high).toBeCloseTo(6.8, 12);
  });

  it('is shared by expected and reproduced and follows the expected one, however wild the other', () => {
    expect(sharedContrast(tensor(0, 0.5, 1), tensor(0, 1e6, NaN))).toEqual({ low: 0, high: 1 });
  });

  it('ignores what is not a number', () => {
    expect(finiteRange([NaN, 3, Infinity, -2])).toEqual({ low: -2, high: 3 });
    expect(finiteRange([NaN])).toBeNull();
  });
});

describe('difference', () => {
  const unit = { low: 0, high: 1 };

  it('is reproduced minus expected', () => {
    const difference = differenceOf(row(1, 0.5), row(0.75, 1));
    expect(difference && [...valuesOf(difference)]).toEqual([-0.25, 0.5]);
    expect(difference && largestOf(difference)).toEqual({ size: 0.5, y: 0, x: 1 });
  });

  it('is not a number where either is not, even where both are infinite', () => {
    const difference = differenceOf(row(NaN, 1, Infinity), row(1, NaN, Infinity));
    expect(difference && [...valuesOf(difference)]).toEqual([NaN, NaN, NaN]);
  });

  it('cannot be made of pictures of different sizes', () => {
    expect(differenceOf(row(1, 2), row(1))).toBeNull();
  });

  it('does not blow rounding up to a bright picture', () => {
    const scale = differenceScale(largestOf(row(1.2e-6, -3e-7)).size, unit, false);
    expect(scale).toMatchObject({ nothingToSee: true, limit: 1e-3, largest: 1.2e-6, magnified: false });
  });

  it('magnifies only when asked, and says so', () => {
    expect(differenceScale(largestOf(row(1.2e-6)).size, unit, true)).toMatchObject({ limit: 1.2e-6, magnified: true });
    expect(differenceScale(largestOf(row(0.4)).size, unit, true)).toMatchObject({
      limit: 0.4,
      magnified: false,
      nothingToSee: false
    });
  });

  it('keeps a scale where expected and difference are constant', () => {
    expect(differenceScale(largestOf(row(0, 0)).size, { low: 2, high: 2 }, false).limit).toBeGreaterThan(0);
  });
});

describe('colours', () => {
  it('take the ends of the map beyond the contrast', () => {
    const contrast = { low: 10, high: 20 };
    expect([5, 10, 15, 20, 99].map(value => colourIndex(value, contrast))).toEqual([0, 0, 128, 255, 255]);
  });

  it('show what is not a number in a colour of its own', () => {
    const pixels = paint(row(NaN, 0, 1, Infinity), { kind: 'scale', contrast: { low: 0, high: 1 }, map: grey });
    expect([...pixels.subarray(0, 4)]).toEqual([...notFiniteColour, 255]);
    expect([...pixels.subarray(4, 12)]).toEqual([0, 0, 0, 255, 255, 255, 255, 255]);
    expect([...pixels.subarray(12, 15)]).toEqual([...notFiniteColour]);
    expect([...grey, ...diverging]).not.toContainEqual(notFiniteColour);
  });

  it('show no difference as black and both directions as different colours', () => {
    const pixels = paint(row(-1, 0, 1), { kind: 'scale', contrast: { low: -1, high: 1 }, map: diverging });
    const [low, middle, high] = [0, 4, 8].map(start => [...pixels.subarray(start, start + 3)]);
    expect(Math.max(...middle)).toBeLessThan(5);
    expect(low[2]).toBeGreaterThan(low[0]);
    expect(high[0]).toBeGreaterThan(high[2]);
  });
});
