import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Numbers } from './cast';
import { toNumbers } from './cast';
import { createTensor } from './create';
import { arrayOf, isDType } from './dtype';
import type { QuantileMethod } from './quantile';
import { percentiles, quantilesInPlace, quantilesOf } from './quantile';
import { nth } from './quickselect';

interface Case {
  readonly kind: string;
  readonly dtype: string;
  readonly length: number;
  readonly linear: readonly (number | string)[];
  readonly inverted_cdf: readonly (number | string)[];
}

/** Written by scripts/processing/processing_quantiles.py. */
const { quantiles, cases } = JSON.parse(readFileSync(new URL('fixtures/quantiles.json', import.meta.url), 'utf-8')) as {
  quantiles: readonly number[];
  cases: readonly Case[];
};

const special: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '-inf': -Infinity };
const numbers = (values: readonly (number | string)[]) =>
  values.map(value => (typeof value === 'string' ? special[value] : value));

/** As scripts/processing_quantiles.py makes them. */
function congruential(length: number, seed: number): Uint32Array {
  const found = new Uint32Array(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    found[i] = state;
  }
  return found;
}

function emptyOf(dtype: string, length: number): Numbers {
  if (!isDType(dtype)) {
    throw new Error(dtype);
  }
  return toNumbers(createTensor(dtype, [length], arrayOf(dtype, length)));
}

function arrayFor({ kind, dtype, length }: Case): Numbers {
  const found = emptyOf(dtype, length);
  const drawn = congruential(length, length + 7);
  if (kind === 'bits') {
    const first = congruential(length, 3);
    const words = Uint32Array.from({ length: 2 * length }, (_, i) => (i % 2 === 0 ? first : drawn)[i >> 1]);
    new Uint8Array(found.buffer).set(new Uint8Array(words.buffer, 0, found.byteLength));
    return found;
  }
  for (let i = 0; i < length; i++) {
    const fraction = drawn[i] / 2 ** 32;
    found[i] = kind === 'constant' ? 7.25 : kind === 'ties' ? drawn[i] >>> 29 : fraction * fraction * 120;
    const spoiled = i % 7 === 2 ? -Infinity : i % 5 === 1 ? Infinity : i % 3 === 0 ? NaN : found[i];
    found[i] = kind === 'empty' ? NaN : kind === 'spoiled' ? spoiled : found[i];
  }
  return found;
}

describe('quantiles are numpy’s', () => {
  it.each(cases.map(found => [`${found.kind}, ${found.length} of ${found.dtype}`, found] as const))(
    '%s',
    (_, found) => {
      for (const method of ['linear', 'inverted_cdf'] satisfies QuantileMethod[]) {
        const values = arrayFor(found);
        const given = quantilesOf(values, quantiles, method);
        // -0 and 0 are the same number here.
        expect(given.map(value => value + 0)).toEqual(numbers(found[method]).map(value => value + 0));
        const kept = values.filter(value => value === value);
        expect(quantilesInPlace(kept, quantiles, method).map(value => value + 0)).toEqual(
          given.map(value => value + 0)
        );
      }
    }
  );
});

it('leaves the values in their order', () => {
  for (const length of [10, 40_001]) {
    const values = Float32Array.from(congruential(length, 1));
    const tensor = createTensor('float32', [length], values.slice());
    percentiles(tensor, [1, 99.8]);
    expect(tensor.data).toEqual(values);
  }
});

it('a view into a larger buffer is read within its bounds', () => {
  const whole = Float32Array.from({ length: 120_000 }, (_, i) => i);
  expect(quantilesOf(whole.subarray(40_000, 80_001), [0, 0.5, 1])).toEqual([40_000, 60_000, 80_000]);
  const doubles = Float64Array.from(whole);
  expect(quantilesOf(doubles.subarray(40_000, 80_001), [0, 0.5, 1])).toEqual([40_000, 60_000, 80_000]);
});

it('values laid out against the choice of pivots are selected all the same', () => {
  // Small and large values in turns, so that the median of three is a bad pivot again and again.
  const length = 100_000;
  const values = new Float64Array(length);
  for (let i = 0; i < length / 2; i++) {
    values[i] = i % 2 === 0 ? i + 1 : length / 2 + i;
    values[length / 2 + i] = 2 * (i + 1);
  }
  const sorted = values.slice().sort();
  expect(nth(values, 70_000)).toBe(sorted[70_000]);
});
