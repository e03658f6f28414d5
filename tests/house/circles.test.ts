import { expect, it } from 'vitest';
import { circlesIn, importGraph } from './graph';

it('finds circles, those of one file and of several too', () => {
  const graph = new Map([
    ['a', ['b', 'd']],
    ['b', ['c']],
    ['c', ['a']],
    ['d', ['d']],
    ['e', ['a']]
  ]);
  expect(circlesIn(graph)).toEqual([['d'], ['a', 'b', 'c']]);
});

it('there is none among the sources, types included', () => {
  expect(circlesIn(importGraph())).toEqual([]);
});
