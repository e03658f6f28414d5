import { expect, it } from 'vitest';
import { planAxis } from './sizes';

it('leaves one step of output that no border touches at the smallest size', () => {
  expect(planAxis(512, { step: 4, radius: 22 }, true)).toEqual({ size: { min: 52, step: 4 }, halo: 24, perPixel: 1 });
});

it('has no halo where every pixel stands for itself', () => {
  expect(planAxis(512, { step: 1, radius: 0 }, true)).toEqual({ size: { min: 1, step: 1 }, halo: 0, perPixel: 1 });
});

it('states one size where the network takes no other', () => {
  expect(planAxis(128, { step: 16, radius: 40 }, false)).toEqual({ size: 128, halo: 48, perPixel: 1 });
});

it('always allows the test image, keeps some output, and keeps the smallest size a multiple of the step', () => {
  for (const step of [1, 2, 4, 8, 16, 32]) {
    for (const radius of [0, 1, 7, 22, 46, 94, 188]) {
      for (const steps of [1, 2, 3, 5, 8, 16]) {
        const length = steps * step;
        const { size, halo } = planAxis(length, { step, radius }, true);
        const { min } = size as { min: number };
        expect(min).toBeLessThanOrEqual(length);
        expect((length - min) % step).toBe(0);
        expect(min % step).toBe(0);
        expect(min - 2 * halo).toBeGreaterThanOrEqual(1);
      }
    }
  }
});

it.each([
  [30, 4],
  [8, 16]
])('refuses a test image of %i pixels where the network takes multiples of %i', (length, step) => {
  expect(() => planAxis(length, { step, radius: 10 }, true)).toThrow(`multiples of ${step}`);
});
