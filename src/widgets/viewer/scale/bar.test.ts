import { expect, it } from 'vitest';
import { barOf } from './bar';

it.each([
  [{ value: 0.65, unit: 'micrometer' }, 1, 300, '50 µm', 50 / 0.65],
  [{ value: 0.065, unit: 'µm' }, 4, 300, '1 µm', 4 / 0.065],
  [{ value: 100, unit: 'nm' }, 0.5, 200, '10000 nm', 50]
] as const)('a scale bar of %j at %d screen pixels each is round and fits', (size, scale, width, text, length) => {
  const bar = barOf(size, scale, width);
  expect(bar?.text).toBe(text);
  expect(bar?.width).toBeCloseTo(length, 9);
  expect(bar?.width).toBeLessThanOrEqual(0.4 * width);
});

it('there is no bar where the pixel size says nothing', () => {
  expect(barOf({ value: 0, unit: 'µm' }, 1, 300)).toBeNull();
  expect(barOf({ value: NaN, unit: 'µm' }, 1, 300)).toBeNull();
});
