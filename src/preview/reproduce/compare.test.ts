import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Cursor } from '../../spec/cursor';
import type { ModelDescription } from '../../spec/model';
import { readTolerances } from '../../spec/tolerances';
import type { Closeness } from '../../tensor/closeness';
import { acceptsConstant } from '../../tensor/closeness';
import { createTensor } from '../../tensor/create';
import { readNpy } from '../../tensor/npy';
import type { DType } from '../../tensor/tensor';
import { compareTensors } from './compare';
import { formatValue } from './sentence';
import { toleranceFor } from './tolerance';
import { must } from '../../tensor/testing/must';

interface Stored {
  readonly name: string;
  readonly expected: string;
  readonly actual: string;
  readonly tolerance: Closeness;
  readonly zoo: 'passed' | 'failed';
  readonly maxAbsolute: number | null;
  readonly maxRelative: number | null;
  readonly nan: number;
}

/** Written by scripts/fixtures/compare_fixtures.py with bioimageio.core's own comparison; ZOOPORT_COMPARE names a larger file. */
const fixtures = process.env.ZOOPORT_COMPARE ?? new URL('fixtures/compare.json', import.meta.url);
const { cases: all, tolerances } = JSON.parse(readFileSync(fixtures, 'utf-8')) as {
  cases: readonly Stored[];
  tolerances: readonly Taken[];
};
const cases = all.filter(({ name }) => !name.startsWith('random'));
const randomCases = all.filter(({ name }) => name.startsWith('random'));

interface Taken {
  readonly config: Readonly<Record<string, unknown>>;
  readonly output: string;
  readonly format: string;
  readonly taken: Closeness;
}

const emptyModel: ModelDescription = {
  formatVersion: '0.5.14',
  name: '',
  inputs: [],
  outputs: [],
  weights: [],
  covers: [],
  attachments: [],
  tolerances: [],
  raw: {}
};

const usual: Closeness = { relative: 1e-3, absolute: 1e-3, mismatchedPerMillion: 100 };
const axes = ['channel', 'y', 'x'];

function compare(name: string) {
  const { expected, actual, tolerance } = must(cases.find(found => found.name === name));
  return compareTensors(decode(expected), decode(actual), tolerance, { axes });
}

function decode(base64: string) {
  return readNpy(Buffer.from(base64, 'base64'));
}

describe("the zoo's verdict and the numbers are those of bioimageio.core and numpy", () => {
  it.each(cases.map(found => [found.name, found] as const))('%s', (_, found) => {
    const comparison = compareTensors(decode(found.expected), decode(found.actual), found.tolerance);
    expect(comparison.zoo).toBe(found.zoo);
    expect(comparison.nan).toBe(found.nan);
    // Both in float64: the same operations on the same numbers.
    expect(comparison.maxAbsolute).toBe(found.maxAbsolute);
    expect(comparison.maxRelative).toBe(found.maxRelative);
  });
});

describe('random outputs and tolerances', () => {
  it('the zoo’s verdict is that of bioimageio.core', () => {
    expect(randomCases.length).toBeGreaterThanOrEqual(200);
    const wrong = randomCases.filter(({ expected, actual, tolerance, zoo }) => {
      return compareTensors(decode(expected), decode(actual), tolerance).zoo !== zoo;
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
    expect(new Set(randomCases.map(({ zoo }) => zoo)).size).toBe(2);
  });

  it('the numbers are those of numpy', () => {
    for (const found of randomCases) {
      const { nan, maxAbsolute } = compareTensors(decode(found.expected), decode(found.actual), found.tolerance);
      expect([found.name, nan, maxAbsolute]).toEqual([found.name, found.nan, found.maxAbsolute]);
    }
  });

  it('ours never lets pass what the zoo fails', () => {
    const passed = randomCases.filter(({ expected, actual, tolerance: given, zoo }) => {
      return zoo === 'failed' && compareTensors(decode(expected), decode(actual), given).verdict === 'passed';
    });
    expect(passed.map(({ name }) => name)).toEqual([]);
  });

  it('the tolerance is the one that bioimageio.core takes', () => {
    expect(tolerances.length).toBeGreaterThanOrEqual(100);
    for (const { config, output, format, taken } of tolerances) {
      expect([config, output, format, tolerance(config, output, format)]).toEqual([config, output, format, taken]);
    }
  });
});

/** What is taken for one output of a description with this `config.bioimageio`. */
function tolerance(config: object, output: string, format: string, type: DType = 'float32', formatVersion = '0.5.14') {
  const reading = { findings: [], files: [], unknown: 'error', lowerIds: true } as const;
  const read = readTolerances(new Cursor(config, ['config', 'bioimageio'], { ...reading, findings: [], files: [] }));
  return toleranceFor({ ...emptyModel, formatVersion, tolerances: read }, output, format, type);
}

describe('tolerances that bioimageio.core 0.11.0 cannot read yet', () => {
  const config = {
    reproducibility_tolerance: [
      { output_ids: 'any_discrete_output' },
      { output_ids: 'any_continuous_output', absolute_tolerance: 0.5 }
    ]
  };

  it('for any output of whole numbers: none, but 1000 elements of a million (bioimageio.spec 0.5.14)', () => {
    const taken = { relative: 0, absolute: 0, mismatchedPerMillion: 1000 };
    expect(tolerance(config, 'labels', 'onnx', 'uint16')).toEqual(taken);
    expect(tolerance(config, 'mask', 'onnx', 'bool')).toEqual(taken);
  });

  it('for any output with decimals', () => {
    const taken = { relative: 1e-3, absolute: 0.5, mismatchedPerMillion: 100 };
    expect(tolerance(config, 'probability', 'onnx', 'float32')).toEqual(taken);
  });

  it('format 0.4 has none: nothing may differ by more than 0.001', () => {
    const taken = { relative: 1e-3, absolute: 1e-3, mismatchedPerMillion: 0 };
    expect(tolerance(config, 'probability', 'onnx', 'float32', '0.4.10')).toEqual(taken);
  });
});

describe('our own verdict', () => {
  it.each([
    ['the same', 'passed', 'reproduces: every value is the same'],
    ['float32 noise', 'passed', /^reproduces: largest difference 0\.00000\d+ in a range of 0\.0\d+ to 0\.9\d+$/],
    ['shifted by a pixel', 'failed', /^differs at \d+ % of the pixels, most at y \d+, x \d+: expected .+, got .+\d$/],
    ['one value off', 'failed', 'differs at 0.83 % of the pixels, most at y 5, x 7: expected '],
    [
      'two off where two may be',
      'passed',
      'reproduces: 1.7 % of the values differ, which the tolerance allows; largest'
    ],
    ['three off where two may be', 'failed', 'differs at 2.5 % of the pixels'],
    ['labels the same', 'passed', 'every value is the same'],
    ['one label off', 'failed', ', got 9'],
    ['at the tolerance', 'failed', 'the same everywhere, so it proves nothing']
  ])('%s: %s', (name, verdict, sentence) => {
    const { verdict: given, reason } = compare(name);
    expect(reason).toMatch(sentence);
    expect(given).toBe(verdict);
  });

  it.each([
    ['NaN expected', 'the expected output holds 2 values that are not numbers (NaN or infinite)'],
    ['NaN given', 'the network gave 1 value that is no number (NaN or infinite) where the expected output has numbers'],
    ['nothing but NaN given', 'the network gave 120 values that are not numbers'],
    ['NaN on both sides', 'and the network gave 1 value'],
    ['infinity expected', 'the expected output holds 1 value'],
    ['infinity on both sides', 'the expected output holds 1 value'],
    ['large labels that float32 confuses', 'differs at 100 % of the pixels'],
    ['another type', 'the output came as float64, expected was float32'],
    ['a constant image under a wide tolerance', 'a constant image would pass too'],
    ['an even expected output', 'the same everywhere, so it proves nothing'],
    ['fewer bright pixels than may differ', 'a constant image would pass too']
  ])('%s: failed, and the zoo would not notice', (name, sentence) => {
    const { verdict, zoo, reason } = compare(name);
    expect(reason).toContain(sentence);
    expect(reason).toMatch(/; the zoo would not notice this$/);
    expect({ verdict, zoo }).toEqual({ verdict: 'failed', zoo: 'passed' });
  });

  it('points at the element with the largest difference, or at the first that is no number', () => {
    expect(compare('one value off').worst).toEqual([0, 5, 7]);
    expect(compare('NaN expected').worst).toEqual([0, 0, 5]);
  });

  it('an expected output of another type than the description says is a failure', () => {
    const image = createTensor('float32', [1, 2], Float32Array.of(0, 1));
    const { verdict, reason } = compareTensors(image, image, usual, { dtype: 'uint8' });
    expect(verdict).toBe('failed');
    expect(reason).toContain('stored as float32, but the description says uint8');
  });

  it('another shape is a failure for both, with both shapes named', () => {
    const comparison = compareTensors(createTensor('float32', [2, 3]), createTensor('float32', [3, 2]), usual);
    expect(comparison).toMatchObject({ verdict: 'failed', zoo: 'failed', maxAbsolute: null, nan: 0 });
    expect(comparison.reason).toBe('has another shape than expected: 3 x 2 instead of 2 x 3');
  });

  it('outputs without elements prove nothing', () => {
    const empty = createTensor('float32', [0, 3]);
    expect(compareTensors(empty, empty, usual).verdict).toBe('failed');
  });

  it('a single value is compared, though any constant is like it', () => {
    const score = createTensor('float32', [1, 1], Float32Array.of(0.75));
    expect(compareTensors(score, score, usual).verdict).toBe('passed');
  });
});

describe('a constant image', () => {
  const tolerance = (absolute: number, mismatchedPerMillion: number) => ({
    relative: 0,
    absolute,
    mismatchedPerMillion
  });

  it('passes only where the whole range lies within the tolerance', () => {
    expect(acceptsConstant(Float64Array.of(0, 0.5, 1), tolerance(0.5, 0))).toBe(true);
    expect(acceptsConstant(Float64Array.of(0, 0.5, 1), tolerance(0.499, 0))).toBe(false);
  });

  it('may leave out as many elements as may differ', () => {
    const mostlyEven = Float64Array.of(5, 5, 5, 5, 5, 5, 5, 5, 0, 9);
    expect(acceptsConstant(mostlyEven, tolerance(0.1, 200_000))).toBe(true);
    expect(acceptsConstant(mostlyEven, tolerance(0.1, 100_000))).toBe(false);
  });
});

describe('numbers are written as by hand', () => {
  it.each([
    [0.0000012, '0.0000012'],
    [0, '0'],
    [255, '255'],
    [65535.25, '65535'],
    [65530.4, '65530'],
    [9.996, '10'],
    [0.0999999, '0.1'],
    [0.000107, '0.000107'],
    [1.2e-9, '0.0000000012'],
    [1 / 3, '0.333'],
    [-12.345, '-12.3'],
    [1.5e-12, '1.50e-12'],
    [NaN, 'not a number'],
    [12n, '12']
  ])('%s', (value, text) => {
    expect(formatValue(value)).toBe(text);
  });
});
