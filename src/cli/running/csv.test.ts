import { expect, it } from 'vitest';
import { readCsv, writeCsv } from './csv';

const cells = ['plain', 'a, b', 'says "so"', 'two\nlines', '', '=SUM(A1)', '-1', '@x', "'=x", "it's", '\ttab', ' '];

it('gives back what was written', () => {
  expect(readCsv(writeCsv([cells, ['end']]))).toEqual([cells, ['end']]);
});

it('writes nothing that a spreadsheet carries out', () => {
  for (const cell of writeCsv([cells]).split(/,(?! b)/)) {
    expect(cell.replace(/^"/, '')).not.toMatch(/^[=+\-@\t]/);
  }
});

it.each([
  ['a,b\r\nc,d\r\n', [['a', 'b'], ['c', 'd']]], // prettier-ignore
  ['\ufeffa,b\nc,\n', [['a', 'b'], ['c', '']]], // prettier-ignore
  ['a,', [['a', '']]],
  ['a,"b', null],
  ['', []]
])('reads %j as others write it', (text, lines) => {
  expect(readCsv(text)).toEqual(lines);
});
