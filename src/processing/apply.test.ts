import { describe, expect, it } from 'vitest';
import { toNumbers } from '../tensor/cast';
import { createTensor } from '../tensor/create';
import { isFloat } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import { applyPostprocessing, applyPreprocessing } from './apply';
import { ProcessingError } from './error';
import type { ProcessingCase } from './fixtures/load';
import { createDescription, createTensorDescription, loadCases } from './fixtures/load';
import { must } from '../tensor/testing/must';

/**
 * In units of the largest value of the result. bioimageio.core accumulates float32 statistics in float32 and we in
 * float64, and exp differs in its last bit: a few roundings of 2**-24 (6e-8) each, no more.
 */
const tolerance = 5e-7;

const cases = loadCases();

function process({ description, inputs, outputs }: ProcessingCase) {
  return outputs.length > 0
    ? applyPostprocessing(outputs, description, inputs)
    : applyPreprocessing(inputs, description);
}

/** Largest difference in units of the largest expected value; infinite where NaN or infinity stand elsewhere. */
function distance(expected: Tensor, actual: Tensor): number {
  const wanted = toNumbers(expected);
  const given = toNumbers(actual);
  let largest = 0;
  let size = 1;
  for (let i = 0; i < wanted.length; i++) {
    if (Object.is(wanted[i], given[i]) || wanted[i] === given[i]) {
      continue;
    }
    const difference = Math.abs(wanted[i] - given[i]);
    largest = Math.max(largest, Number.isNaN(difference) ? Infinity : difference);
  }
  for (let i = 0; i < wanted.length; i++) {
    size = Number.isFinite(wanted[i]) ? Math.max(size, Math.abs(wanted[i])) : size;
  }
  return largest / size;
}

describe('operations give the numbers of bioimageio.core', () => {
  it.each(cases.filter(({ expected }) => expected).map(found => [found.name, found] as const))('%s', (_, found) => {
    const { tensors, refusals } = process(found);
    const described = found.outputs.length > 0 ? found.description.outputs : found.description.inputs;
    expect(refusals).toEqual([]);
    described.forEach(({ id }, index) => {
      const wanted = must(must(found.expected).get(id));
      expect(tensors[index].dtype).toBe(wanted.dtype);
      expect(tensors[index].shape).toEqual(wanted.shape);
      if (isFloat(wanted.dtype)) {
        expect(distance(wanted, tensors[index])).toBeLessThanOrEqual(tolerance);
      } else {
        expect([...tensors[index].data]).toEqual([...wanted.data]);
      }
    });
  });
});

describe('what bioimageio.core cannot carry out is said', () => {
  it.each(cases.filter(({ expected }) => !expected).map(found => [found.name, found] as const))('%s', (_, found) => {
    const say = () => {
      const { refusals } = process(found);
      throw new ProcessingError('unknown-operation', '', '', refusals.join());
    };
    expect(say).toThrow(/bioimageio\.core|positions|needs|names the axis|cannot work/);
  });

  it('statistics of an output are computed all the same', () => {
    const found = must(cases.find(({ name }) => name === 'zero_mean_unit_variance of an output'));
    const { tensors, refusals } = process(found);
    const first = Float64Array.from(toNumbers(tensors[0]).subarray(0, 30));
    expect(first.reduce((sum, value) => sum + value, 0) / 30).toBeCloseTo(0, 5);
    expect(refusals).toHaveLength(1);
    expect(refusals[0]).toContain('takes all statistics before the network runs');
  });
});

const yx = [
  { type: 'space', id: 'y' },
  { type: 'space', id: 'x' }
] as const;

function caught(id: string, kwargs: Record<string, unknown>): unknown {
  const description = createDescription({ inputs: [createTensorDescription('image', yx, [{ id, kwargs }])] });
  try {
    return applyPreprocessing([createTensor('float32', [2, 2])], description);
  } catch (error) {
    return error;
  }
}

describe('a step that cannot be carried out names itself, its tensor and the way out', () => {
  it.each([
    ['cellpose_flow_dynamics', {}, 'unknown-operation', 'Known are'],
    ['constructor', {}, 'unknown-operation', 'Known are'],
    ['zero_mean_unit_variance', { axes: ['z'] }, 'bad-axes', 'there are only: y, x'],
    ['zero_mean_unit_variance', { axes: 7 }, 'bad-arguments', 'needs a list of axes'],
    ['ensure_dtype', { dtype: 'float16' }, 'bad-arguments', 'float32'],
    ['clip', {}, 'bad-arguments', 'at least one bound'],
    ['clip', { min: 2, max: 1 }, 'bad-arguments', 'smaller than the upper one'],
    ['scale_range', { min_percentile: 90, max_percentile: 10 }, 'bad-arguments', 'the lower one first'],
    ['scale_range', { reference_tensor: 'mask' }, 'bad-arguments', '"mask", which is not there'],
    ['scale_linear', { gain: [1, 2] }, 'bad-arguments', 'names no "axis"'],
    ['scale_linear', { gain: 'two' }, 'bad-arguments', 'needs a number'],
    ['binarize', {}, 'bad-arguments', '"threshold"']
  ])('%s %j', (id, kwargs, problem, sentence) => {
    const error = caught(id, kwargs);
    expect(error).toBeInstanceOf(ProcessingError);
    expect(error).toMatchObject({ problem, operation: id, tensorId: 'image' });
    expect((error as Error).message).toContain('"image"');
    expect((error as Error).message).toContain(sentence);
  });

  it('a tensor of another number of dimensions is refused with both named', () => {
    const description = createDescription({ inputs: [createTensorDescription('image', yx, [])] });
    expect(() => applyPreprocessing([createTensor('float32', [1, 2, 2])], description)).toThrow(
      'described with the axes y, x, but its tensor is 1 x 2 x 2'
    );
  });
});

it('leaves the given tensors as they are', () => {
  const image = createTensor('float32', [2, 2], Float32Array.of(4, 3, 2, 1));
  const description = createDescription({
    inputs: [createTensorDescription('image', yx, [{ id: 'scale_range', kwargs: { axes: ['y', 'x'] } }])]
  });
  applyPreprocessing([image], description);
  expect([...image.data]).toEqual([4, 3, 2, 1]);
});
