import { describe, expect, it } from 'vitest';
import { createTensor } from '../../tensor/create';
import { compareTensors } from './compare';

const tolerance = { relative: 1e-3, absolute: 1e-3, mismatchedPerMillion: 100 };

function reasonFor(expected: readonly number[], actual: readonly number[]): string {
  const tensor = (values: readonly number[]) => ({
    ...createTensor('float32', [values.length]),
    data: new Float32Array(values)
  });
  return compareTensors(tensor(expected), tensor(actual), tolerance).reason;
}

describe('the sentence of an output that reproduces', () => {
  it('calls 0 what is nothing beside the range', () => {
    expect(reasonFor([1.7e-13, 0.25, 1], [1.7e-13, 0.2500012, 1])).toBe(
      'reproduces: largest difference 0.0000012 in a range of 0 to 1'
    );
  });

  it('keeps a small end where the whole range is small', () => {
    expect(reasonFor([0.002, 0.004, 0.006], [0.002, 0.004001, 0.006])).toMatch(/ in a range of 0\.002 to 0\.006$/);
  });
});
