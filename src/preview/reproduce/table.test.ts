import { expect, it } from 'vitest';
import { createTensor } from '../../tensor/create';
import { differingMost } from './table';

const expected = createTensor(
  'float32',
  [3, 5],
  Float32Array.from({ length: 15 }, (_, at) => at)
);

it('lists the ten elements that differ most, by the names of their axes', () => {
  const actual = createTensor('float32', [3, 5], expected.data.map((value, at) => value + (at % 12) / 8)); // prettier-ignore
  const table = differingMost(expected, actual, ['y', 'x']);
  expect(table).toHaveLength(10);
  expect(table[0]).toEqual({ at: { y: 2, x: 1 }, expected: 11, got: 12.375, difference: 1.375 });
  const sizes = table.map(({ difference }) => Math.abs(difference ?? Infinity));
  expect(sizes).toEqual([...sizes].sort((one, other) => other - one));
});

it('puts first what is no number, as JSON can hold it', () => {
  const actual = createTensor('float32', [3, 5], expected.data.map((value, at) => (at === 7 ? NaN : at === 3 ? 9 : value))); // prettier-ignore
  expect(differingMost(expected, actual)).toEqual([
    { at: { 0: 1, 1: 2 }, expected: 7, got: null, difference: null },
    { at: { 0: 0, 1: 3 }, expected: 3, got: 9, difference: 6 }
  ]);
});

it('is empty where nothing differs', () => {
  expect(differingMost(expected, expected)).toEqual([]);
});
