import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import type { KerasArray, KerasCase } from '../../scripts/kerasFixtures';
import { kerasCases, readArrays, readFixture } from '../../scripts/kerasFixtures';
import { convertKeras } from './convert';
import type { Conversion } from './conversion';

/** Largest difference from Keras, as a part of the range of Keras's output. */
const TOLERANCE = 1e-5;

const cases = kerasCases();
const byName = new Map<string, KerasCase[]>();
for (const one of cases) {
  byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
}

/** Runs a converted network in onnxruntime 1.12.1, the version inside deepImageJ. */
async function run(conversion: Conversion, inputs: readonly KerasArray[]): Promise<KerasArray[]> {
  const session = await InferenceSession.create(conversion.onnx, { logSeverityLevel: 3 });
  const feeds = session.inputNames.map((name, at) => [
    name,
    new Tensor('float32', inputs[at]!.data, inputs[at]!.shape)
  ]);
  const results = await session.run(Object.fromEntries(feeds));
  return session.outputNames.map(name => {
    const { dims, data } = results[name]!;
    // Whole numbers of 64 bits come as big integers.
    return { shape: dims, data: Float32Array.from(data as ArrayLike<number | bigint>, Number) };
  });
}

function difference(actual: KerasArray, expected: KerasArray): number {
  expect(actual.shape).toEqual(expected.shape);
  let low = Infinity;
  let high = -Infinity;
  let largest = 0;
  expected.data.forEach((value, at) => {
    low = Math.min(low, value);
    high = Math.max(high, value);
    largest = Math.max(largest, Math.abs(value - actual.data[at]!));
  });
  expect(largest).not.toBeNaN();
  return largest / Math.max(high - low, Math.abs(high), 1e-30);
}

describe('converted networks give the numbers that Keras gives', () => {
  test.each([...byName.keys()])('%s', async name => {
    for (const one of byName.get(name)!) {
      const conversion = await convertKeras(readFixture(one.file));
      const values = readFixture(one.values);
      expect(one.runs.length).toBeGreaterThanOrEqual(2);
      for (const { inputs, outputs } of one.runs) {
        const actual = await run(conversion, readArrays(values, inputs));
        const expected = readArrays(values, outputs);
        expect(actual).toHaveLength(expected.length);
        actual.forEach((array, at) => {
          expect(difference(array, expected[at]!), one.file).toBeLessThan(TOLERANCE);
        });
      }
    }
  });
});
