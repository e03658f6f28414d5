import { describe, expect, it } from 'vitest';
import { problemOf } from './formats';
import reference from './fixtures/kinds.json';
import { LaxReader, readFlag, readInteger, readNumber } from './lax';

type Row = readonly [unknown, unknown];

/** What the zoo's library reads (scripts/fixtures/kinds_fixtures.py): `null` where it refuses. */
const kinds: Readonly<Record<string, readonly unknown[]>> = reference;

function isRow(row: unknown): row is Row {
  return Array.isArray(row) && row.length === 2;
}

function rowsOf(kind: string): readonly Row[] {
  return kinds[kind].filter(isRow);
}

const values: Readonly<Record<string, (value: unknown) => unknown>> = {
  integer: value => whole(readInteger(value)),
  number: value => finite(readNumber(value)),
  flag: value => (typeof readFlag(value) === 'boolean' ? readFlag(value) : null)
};

function finite(value: unknown): unknown {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function whole(value: unknown): unknown {
  return Number.isInteger(value) ? value : null;
}

describe.each(Object.keys(values))('reads every %s as the zoo does:', kind => {
  it.each(rowsOf(kind))('%j', (value, read) => {
    expect(values[kind](value)).toEqual(read);
  });
});

const texts = Object.keys(kinds).filter(kind => !(kind in values));

describe.each(texts)('takes every %s that the zoo takes, and no other:', kind => {
  it.each(rowsOf(kind))('%j', (value, read) => {
    const problems: unknown[] = [];
    const reader = new LaxReader({}, (format, text) => problems.push(problemOf(format, text)));
    const ours = reader.read({ type: 'string', format: kind }, value, []);
    expect(typeof ours === 'string' && problems.every(problem => problem === undefined)).toBe(read !== null);
  });
});

it('renames axes as the zoo does', () => {
  const reader = new LaxReader({}, () => undefined);
  const read = rowsOf('axis-id').filter(([, id]) => id !== null);
  expect(read.map(([id]) => reader.read({ type: 'string', format: 'axis-id' }, id, []))).toEqual(
    read.map(([, id]) => id)
  );
});
