import { expect, it } from 'vitest';
import { formatBytes } from './bytes';

it('writes sizes of files', () => {
  expect([12, 4100, 812_000, 4_182_113, 2.1e9].map(formatBytes)).toEqual([
    '12 bytes',
    '4.1 kB',
    '812 kB',
    '4.2 MB',
    '2.1 GB'
  ]);
});
