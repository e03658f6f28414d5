import { expect, it } from 'vitest';
import { toNumbers } from '../tensor/cast';
import type { Tensor } from '../tensor/tensor';
import { applyPostprocessing, applyPreprocessing } from './apply';
import { ProcessingError } from './error';
import type { ProcessingCase } from './fixtures/load';
import { loadRandomCases } from './fixtures/load';
import { must } from '../tensor/testing/must';

const cases = loadRandomCases();

/** Both sides, as the zoo's test runs them: a failing preprocessing fails the outputs, too. */
function process({ description, inputs, outputs }: ProcessingCase) {
  const before = applyPreprocessing(inputs, description);
  if (outputs.length === 0) {
    return before;
  }
  const after = applyPostprocessing(outputs, description, inputs);
  return { tensors: after.tensors, refusals: [...before.refusals, ...after.refusals] };
}

/**
 * The largest difference in units of 1e-6 times the value or the range of all values, whichever is larger; infinite
 * where NaN or infinity stand elsewhere.
 */
function excess(expected: Tensor, actual: Tensor): number {
  const wanted = toNumbers(expected);
  const given = toNumbers(actual);
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < wanted.length; i++) {
    if (Number.isFinite(wanted[i])) {
      low = Math.min(low, wanted[i]);
      high = Math.max(high, wanted[i]);
    }
  }
  let largest = 0;
  for (let i = 0; i < wanted.length; i++) {
    const difference = Math.abs(wanted[i] - given[i]);
    if (!Object.is(wanted[i], given[i]) && difference !== 0) {
      const units = difference / (1e-6 * Math.max(Math.abs(wanted[i]), high - low));
      largest = Math.max(largest, Number.isFinite(units) ? units : Infinity);
    }
  }
  return largest;
}

it.each(cases.filter(({ expected }) => expected).map((found, index) => [index, found.name, found] as const))(
  'random case %i has the numbers of bioimageio.core: %s',
  (_, __, found) => {
    const { tensors, refusals } = process(found);
    const described = found.outputs.length > 0 ? found.description.outputs : found.description.inputs;
    expect(refusals).toEqual([]);
    described.forEach(({ id }, index) => {
      const wanted = must(must(found.expected).get(id));
      expect(tensors[index].dtype).toBe(wanted.dtype);
      expect(tensors[index].shape).toEqual(wanted.shape);
      expect(excess(wanted, tensors[index])).toBeLessThanOrEqual(1);
    });
  }
);

it.each(cases.filter(({ expected }) => !expected).map((found, index) => [index, found.name, found] as const))(
  'random case %i is refused, as by bioimageio.core: %s',
  (_, __, found) => {
    const say = () => {
      const { refusals } = process(found);
      throw new ProcessingError('bad-arguments', '', '', refusals.join(' '));
    };
    expect(say).toThrow(/The operation "\w+" of the tensor "\w+" |bioimageio\.core cannot carry out "\w+" of the /);
  }
);
