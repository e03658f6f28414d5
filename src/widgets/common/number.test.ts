import { expect, it } from 'vitest';
import { formatNumber, formatSeconds } from './number';

it.each([
  [0.0000012, '0.0000012'],
  [0.93456, '0.935'],
  [0.9999, '1'],
  [1, '1'],
  [381_204, '381204'],
  [1234.5, '1235'],
  [-0.24, '−0.24'],
  [3.4e-12, '3.4e−12'],
  [5e11, '5e11'],
  [0, '0'],
  [NaN, 'NaN'],
  [-Infinity, '−∞']
])('writes %d as %s', (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

it('writes seconds with the digits that matter', () => {
  expect([0.0001, 0.041, 1.25, 42.4].map(formatSeconds)).toEqual(['< 0.01 s', '0.04 s', '1.3 s', '42 s']);
});
