import { describe, expect, test } from 'vitest';
import type { KerasCase } from '../../scripts/fixtures/kerasFixtures';
import { kerasCases, readArrays, readFixture } from '../../scripts/fixtures/kerasFixtures';
import { graphFacts } from '../onnx/facts';
import { STEPS } from '../onnx/receptive/operators';
import { convertKeras } from './convert';
import { difference, runOnnx } from './testing/run';
import { must } from '../tensor/testing/must';

/** Largest difference from Keras, as a part of the range of Keras's output. */
const TOLERANCE = 1e-5;

const cases = kerasCases();
const byName = new Map<string, KerasCase[]>();
for (const one of cases) {
  byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
}

describe('converted networks give the numbers that Keras gives', () => {
  test.each([...byName.keys()])('%s', async name => {
    for (const one of must(byName.get(name))) {
      const conversion = await convertKeras(readFixture(one.file));
      const values = readFixture(one.values);
      const strange = [...graphFacts(conversion.onnx).operators.keys()].filter(op => !STEPS.has(op));
      expect(strange, 'operators whose reach extent() does not know').toEqual([]);
      expect(one.runs.length).toBeGreaterThanOrEqual(2);
      for (const { inputs, outputs } of one.runs) {
        const actual = await runOnnx(conversion, readArrays(values, inputs));
        const expected = readArrays(values, outputs);
        expect(actual).toHaveLength(expected.length);
        actual.forEach((array, at) => {
          expect(difference(array, expected[at]), one.file).toBeLessThan(TOLERANCE);
        });
      }
    }
  });
});
