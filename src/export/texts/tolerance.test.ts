import { describe, expect, it } from 'vitest';
import { Cursor } from '../../spec/cursor';
import { defaultTolerance, readTolerances } from '../../spec/tolerances';
import { toNumbers } from '../../tensor/cast';
import type { Closeness } from '../../tensor/closeness';
import { acceptsConstant } from '../../tensor/closeness';
import { createTensor } from '../../tensor/create';
import { valueRange } from '../../tensor/stats';
import type { Tensor } from '../../tensor/tensor';
import { partsOf } from '../testing/prepared';
import { smallRange, smallRangeSentence, tolerance, tolerances } from './tolerance';
import { Random } from '../../tensor/testing/random';

const COUNT = 128 * 128;

function image(of: (at: number) => number): Tensor {
  return createTensor(
    'float32',
    [1, 128, 128, 1],
    Float32Array.from({ length: COUNT }, (_, at) => of(at))
  );
}

/** What the zoo's library takes for a weights format from what is written into the description. */
function taken(output: Tensor, format: string, changes: Parameters<typeof partsOf>[0] = {}): Closeness {
  const plain: unknown = JSON.parse(
    JSON.stringify(tolerance(partsOf({ ...changes, output })), (_, value: unknown) =>
      typeof value === 'object' && value !== null && 'value' in value ? value.value : value
    )
  );
  const context = { findings: [], files: [], unknown: 'error' as const, lowerIds: false };
  const entries = readTolerances(new Cursor(plain, [], context));
  expect(context.findings).toEqual([]);
  const found = entries.find(({ formats }) => formats.length === 0 || formats.includes(format));
  return found ?? defaultTolerance;
}

/** A tolerance of more than so many steps of float32 that no constant image keeps. */
function expectTelling(output: Tensor, found: Closeness, steps: number): void {
  const values = toNumbers(output);
  expect(acceptsConstant(values, found)).toBe(false);
  const { min, max } = valueRange(output) ?? { min: 0, max: 0 };
  // bioimageio.spec: an absolute tolerance of more than a hundredth of the largest value makes a description invalid where it says one.
  const most = Math.fround(Math.fround(max) * Math.fround(0.01));
  if (found !== defaultTolerance && max > 0) {
    expect(Math.fround(found.absolute)).toBeLessThanOrEqual(most);
  }
  const size = Math.max(Math.abs(min), Math.abs(max));
  expect((found.absolute + found.relative * size) / (size * 2 ** -23)).toBeGreaterThan(steps);
}

const CENTRES = [0.5, 100, 1e-4, -3, -2000, 0.02, 30000];

describe('an output whose values lie close together gets a tolerance that a constant image does not keep:', () => {
  it.each(CENTRES.flatMap(centre => [1e-1, 1e-3, 1e-5].map(part => [centre, part] as const)))(
    'around %d, %d of that apart',
    (centre, part) => {
      const random = new Random(Math.round(Math.abs(centre) * 1000) + 7);
      const output = image(() => centre * (1 + part * (random.next() - 0.5)));
      expectTelling(output, taken(output, 'onnx'), 8);
      expectTelling(output, taken(output, 'keras_v3'), 8);
    }
  );

  it('as few as ten steps of float32 apart', () => {
    const random = new Random(3);
    const output = image(() => 0.5 + Math.floor(random.next() * 11) * 2 ** -24);
    expectTelling(output, taken(output, 'onnx'), 1);
  });

  it('but a few pixels of another value', () => {
    const random = new Random(5);
    const output = image(at => (at === 700 ? 0.9 : 0.5 + 2e-4 * random.next()));
    expectTelling(output, taken(output, 'onnx'), 8);
  });

  it('and the README says so', () => {
    const random = new Random(5);
    expect(smallRangeSentence(partsOf({ output: image(() => 0.5 + 2e-4 * random.next()) }))).toContain(
      'states a smaller one'
    );
    expect(smallRangeSentence(partsOf({ output: image(() => random.next()) }))).toBe('');
  });
});

it('an output below 0 has no entry that bioimageio.spec would refuse, but one per weights format', () => {
  const random = new Random(17);
  const output = image(() => -3 - 1e-3 * random.next());
  expect(Object.keys(tolerance(partsOf({ output })))).toEqual(['test_kwargs']);
  expectTelling(output, taken(output, 'keras_v3'), 8);
  expect(tolerance(partsOf({ output: image(() => -3 * random.next() - 0.1) }))).toEqual({});
});

it('one pixel that shines on an empty image may not be missing', () => {
  const output = image(at => (at === 700 ? 200 : 0));
  expect(taken(output, 'onnx')).toMatchObject({ relative: 1e-3, absolute: 1e-3, mismatchedPerMillion: 0 });
});

it('what the zoo’s own tolerance tells from a constant image has no other', () => {
  const random = new Random(11);
  for (const scale of [0.02, 1, 255, 40_000]) {
    expect(tolerance(partsOf({ output: image(() => scale * random.next()) }))).toEqual({});
  }
});

it('an output that is one constant gets none: no tolerance would make it prove anything', () => {
  for (const value of [0, 0.5, -100]) {
    expect(tolerance(partsOf({ output: image(() => value) }))).toEqual({});
  }
});

it.each([1, 2, 40, 8000])('a mask of %d pixels may not be missing', count => {
  const data = Uint8Array.from({ length: COUNT }, (_, at) => (at < count ? 1 : 0));
  const output = createTensor('uint8', [1, 128, 128, 1], data);
  const found = taken(output, 'onnx');
  expect(acceptsConstant(data, { ...found, relative: 0, absolute: 0 })).toBe(false);
});

describe('a network of 16-bit numbers', () => {
  const precision = { computesIn: 'float16', maxAbsolute: 6e-4, beyondRelative: 0, mismatchedPerMillion: 5e5 };
  const { prepared } = partsOf();
  const changes = { prepared: { ...prepared, precision } };

  it('keeps the wide tolerance of its ONNX form where the output has room for it', () => {
    const random = new Random(13);
    expect(
      taken(
        image(() => random.next()),
        'onnx',
        changes
      )
    ).toMatchObject({ relative: 0.01, absolute: 1e-3 });
  });

  it('gets one that its rounding keeps and a constant image does not where it has not', () => {
    const random = new Random(13);
    const output = image(() => 0.5 + 0.01 * random.next());
    const onnx = taken(output, 'onnx', changes);
    expectTelling(output, onnx, 8);
    expect(onnx.absolute + onnx.relative * 0.5).toBeGreaterThan(precision.maxAbsolute);
    expectTelling(output, taken(output, 'keras_v3', changes), 8);
  });
});

it('whole numbers that were cut may be one lower in a few places, which a mask’s may not', () => {
  const random = new Random(3);
  const grey = Uint8Array.from({ length: COUNT }, () => 256 * random.next());
  const output = createTensor('uint8', [1, 128, 128, 1], grey);
  const judged = { id: 'image', output, precision: null, proof: [] };
  expect(tolerances([{ ...judged, cut: true }], [])).toMatchObject({
    reproducibility_tolerance: [{ output_ids: ['image'], mismatched_elements_per_million: 1000 }]
  });
  expect(tolerances([judged], [])).toEqual({});
});

describe('numbers that a later step made large', () => {
  const proof = [{ ofRange: 2.3e-5 }];
  const told = (output: Tensor, scaled = true) =>
    tolerances([{ id: 'head', output, precision: null, proof, scaled }], []) as {
      reproducibility_tolerance?: readonly {
        absolute_tolerance: { value: number };
        relative_tolerance: { value: number };
      }[];
    };

  it('get an absolute tolerance of the rounding that the proof has seen, where some lie near 0', () => {
    const output = image(at => (at / COUNT - 0.5) * 58_000);
    const [entry] = told(output).reproducibility_tolerance ?? [];
    expect(entry.absolute_tolerance.value).toBeCloseTo(2 * 2.3e-5 * 58_000, 0);
    expect(entry.relative_tolerance.value).toBe(1e-3);
    expect(smallRange([{ id: 'head', output, precision: null, proof, scaled: true }])).toBe('');
  });

  it('keep the zoo’s where none lies near 0, where they are small, or where nothing scaled them', () => {
    expect(told(image(at => 40_000 + at))).toEqual({});
    expect(told(image(at => at / COUNT - 0.5))).toEqual({});
    expect(
      told(
        image(at => (at / COUNT - 0.5) * 58_000),
        false
      )
    ).toEqual({});
  });
});
