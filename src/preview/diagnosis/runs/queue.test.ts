import { describe, expect, it } from 'vitest';
import { createTensor } from '../../../tensor/create';
import { fingerprint } from './fingerprint';
import { Queue } from './queue';
import type { Tried } from './queue';
import type { Trial } from '../trials';

const raw = Float32Array.from({ length: 400 }, (_, at) => (at * 7919) % 401);

/** The image multiplied and moved, as normalisations do. */
function recipe(gain: number, offset: number): Trial {
  const make = () => [createTensor('float32', [1, 1, 20, 20], raw.map(value => gain * value + offset))]; // prettier-ignore
  return { change: { cause: 'percentiles', data: { low: gain, high: offset }, rank: 2 }, make };
}

const gains = [1, 2, 3, 4, 5, 6, 7, 8];
const ordered = gains.flatMap(gain => [0, 60, 120, 180, 240].map(offset => recipe(gain / 100, offset / 100)));
/** In no order. */
const grid = ordered.map((_, at) => ordered[(at * 17) % ordered.length]);

describe('the next normalisation', () => {
  it('is the one that fits what the tried ones gave: the truth is found among forty in a few steps', () => {
    const steps = grid.map(truth => {
      const queue = new Queue(grid);
      const wanted = fingerprint(truth.make() ?? []);
      const tried: Tried[] = [];
      for (let step = 1; queue.length > 0; step++) {
        const trial = queue.next(tried)?.trial;
        if (trial === truth) {
          return step;
        }
        const print = fingerprint(trial?.make() ?? []);
        // An output that moves as far as the image does, and no further than to a limit.
        const squares = print.numbers.reduce((sum, value, at) => sum + (value - wanted.numbers[at]) ** 2, 0);
        tried.push({ print, apart: [Math.tanh(Math.sqrt(squares) / 10)] });
      }
      return Infinity;
    });
    const mean = steps.reduce((sum, count) => sum + count, 0) / steps.length;
    // In their own order it would be the twentieth on average.
    expect(mean).toBeLessThan(14);
    expect(Math.max(...steps)).toBeLessThan(grid.length);
  });

  it('everything has its turn once, whatever was tried', () => {
    const queue = new Queue(grid);
    const taken = new Set(grid.map(() => queue.next([])?.trial));
    expect(taken).toEqual(new Set(grid));
    expect(queue.next([])).toBeUndefined();
  });
});
