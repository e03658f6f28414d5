import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readRaw } from '../spec/read';
import type { Padding } from '../spec/model';
import { cast, toNumbers } from '../tensor/cast';
import { createTensor } from '../tensor/create';
import { isDType } from '../tensor/dtype';
import { defaultPadding, padTensor } from './pad';
import type { PadWidth } from './pad';

interface Case {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly widths: readonly PadWidth[];
  readonly padding: Padding;
  readonly expectedShape: readonly number[];
  readonly expected: readonly number[];
}

/** Written by scripts/processing/processing_padding.py. */
const { cases } = JSON.parse(readFileSync(new URL('fixtures/padding.json', import.meta.url), 'utf-8')) as {
  cases: readonly Case[];
};

it.each(cases.map(found => [found.dtype, found.shape, found.padding, found.widths, found] as const))(
  'a border around %s %j by %j of %j is that of bioimageio.core',
  (dtype, shape, padding, widths, { values, expected, expectedShape }) => {
    const tensor = cast(createTensor('float64', shape, Float64Array.from(values)), isDType(dtype) ? dtype : 'float64');
    const padded = padTensor(tensor, widths, padding);
    expect(padded.dtype).toBe(dtype);
    expect(padded.shape).toEqual(expectedShape);
    expect([...toNumbers(padded)]).toEqual(expected);
  }
);

it('a constant that the type cannot hold is refused in words', () => {
  const tensor = createTensor('uint8', [2]);
  expect(() => padTensor(tensor, [[1, 1]], { mode: 'constant', value: 300 })).toThrow(
    "The padding's value 300 does not fit uint8 values."
  );
});

it('an axis of nothing has no border to repeat', () => {
  const tensor = createTensor('float32', [0]);
  expect(() => padTensor(tensor, [[1, 1]], defaultPadding)).toThrow('cannot be padded by "symmetric"');
  expect(padTensor(tensor, [[1, 1]], { mode: 'constant', value: 2 }).shape).toEqual([2]);
});

it.each([
  [{ mode: 'reflect' }, { mode: 'reflect' }],
  [
    { mode: 'constant', value: 7 },
    { mode: 'constant', value: 7 }
  ],
  [{ mode: 'constant' }, { mode: 'constant', value: 0 }],
  [{ mode: 'mirror' }, undefined],
  [null, undefined]
])('pad: %j is read as %j', (pad, expected) => {
  const input = { id: 'image', axes: [{ type: 'space', id: 'x', size: 4 }], data: { type: 'float32' }, pad };
  const { description } = readRaw({ format_version: '0.5.12', type: 'model', name: 'pad', inputs: [input] });
  expect(description?.inputs[0].pad).toEqual(expected);
});
