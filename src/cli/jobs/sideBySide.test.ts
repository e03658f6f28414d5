import { expect, it } from 'vitest';
import { sideBySide } from './sideBySide';

it('begins in order, never more than asked for, and gives each its own result', async () => {
  const begun: number[] = [];
  let [running, most] = [0, 0];
  const works = [30, 5, 20, 1, 10].map((time, index) => async () => {
    begun.push(index);
    most = Math.max(most, (running += 1));
    await new Promise(resolve => setTimeout(resolve, time));
    running -= 1;
    if (index === 3) {
      throw new Error('failed');
    }
    return index;
  });
  const results = await Promise.allSettled(sideBySide(2, works));
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  expect(most).toBe(2);
  expect(results.map(one => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual([0, 1, 2, 'failed', 4]);
});
