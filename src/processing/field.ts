import { stridesOf, walkRuns } from '../tensor/strides';
import type { Tensor } from '../tensor/tensor';
import { toNumbers } from '../tensor/cast';
import { createTensor } from '../tensor/create';
import { arrayOf } from '../tensor/dtype';
import { fullName } from './arguments';
import type { Measure } from './measure';
import type { Step } from './step';
import { stepError } from './step';

/** Values that are broadcast over a tensor: one for all, one per channel, one per image of a batch ... */
export interface Field {
  readonly values: ArrayLike<number>;
  /** Elements of `values` from one position to the next along each axis of the tensor; 0 where it repeats. */
  readonly strides: readonly number[];
  readonly dtype: 'float32' | 'float64';
}

/** A list of values along one axis of the tensor. Throws `ProcessingError` where its length is not the axis's. */
export function alongAxis(tensor: Tensor, axis: number, values: readonly number[], step: Step): Field {
  if (values.length !== tensor.shape[axis]) {
    throw stepError(
      step,
      'bad-axes',
      `has ${values.length} values for the axis "${step.axes[axis]}", which has ${tensor.shape[axis]} positions. ` +
        'Give one value for each.'
    );
  }
  return { values, strides: tensor.shape.map((_, other) => (other === axis ? 1 : 0)), dtype: 'float64' };
}

/** A measure laid over the tensor by the names of its axes. Throws `ProcessingError` where they do not fit. */
export function overTensor(tensor: Tensor, measure: Measure, step: Step): Field {
  const names = step.axes.map(fullName);
  const steps = stridesOf(measure.shape);
  const strides = names.map(() => 0);
  measure.axes.forEach((name, index) => {
    const axis = names.indexOf(name);
    if (axis < 0 || tensor.shape[axis] !== measure.shape[index]) {
      throw stepError(
        step,
        'bad-axes',
        `takes one statistic per position along "${name}" of another tensor, which does not fit the axes ` +
          `${step.axes.join(', ')}. Name "${name}" among the axes, too.`
      );
    }
    strides[axis] = steps[index];
  });
  return { values: measure.values, strides, dtype: measure.dtype };
}

/** (x - shift) / divisor in float64; the result has the wider of the types involved. */
export function normalize(tensor: Tensor, shift: Field, divisor: Field): Tensor<'float32' | 'float64'> {
  const narrow = tensor.dtype === 'float32' && shift.dtype === 'float32' && divisor.dtype === 'float32';
  return combine(tensor, [shift, divisor], narrow, (x, a, b) => (x - a) / b);
}

/** x * gain + offset in the wider of the types involved, rounded after each step as numpy does. */
export function scale(tensor: Tensor, gain: Field, offset: Field): Tensor<'float32' | 'float64'> {
  const narrow = tensor.dtype === 'float32' && gain.dtype === 'float32' && offset.dtype === 'float32';
  const round = narrow ? Math.fround : identity;
  return combine(tensor, [gain, offset], narrow, (x, a, b) => round(x * a) + b);
}

/** One of both bounds for each element: what does not satisfy `keep` (NaN never does) is replaced by the bound. */
export function replaceUnless(tensor: Tensor, bound: Field, keep: (x: number, bound: number) => boolean): Tensor {
  const narrow = tensor.dtype === 'float32' && bound.dtype === 'float32';
  return combine(tensor, [bound, bound], narrow, (x, a) => (keep(x, a) ? x : a));
}

function combine(
  tensor: Tensor,
  fields: readonly [Field, Field],
  narrow: boolean,
  formula: (x: number, first: number, second: number) => number
): Tensor<'float32' | 'float64'> {
  const [first, second] = aligned(fields);
  const values = toNumbers(tensor);
  const dtype = narrow ? 'float32' : 'float64';
  const out = arrayOf(dtype, values.length);
  if (first.values.length === 1 && second.values.length === 1) {
    // Most steps: a loop without places takes a third less time.
    const [a, b] = [first.values[0], second.values[0]];
    for (let i = 0; i < out.length; i++) {
      out[i] = formula(values[i], a, b);
    }
    return createTensor(dtype, tensor.shape, out);
  }
  const apply = (start: number, length: number, at: number, step: number) => {
    let place = at;
    for (let i = start; i < start + length; i++) {
      out[i] = formula(values[i], first.values[place], second.values[place]);
      place += step;
    }
  };
  walkRuns(tensor.shape, first.strides, apply);
  return createTensor(dtype, tensor.shape, out);
}

/** Both fields with the same strides: a single value is repeated as often as the other field has values. */
function aligned([first, second]: readonly [Field, Field]): readonly [Field, Field] {
  if (first.values.length === 1 && second.values.length > 1) {
    return [repeated(first, second), second];
  }
  return first.values.length > 1 && second.values.length === 1 ? [first, repeated(second, first)] : [first, second];
}

function repeated(single: Field, other: Field): Field {
  return { ...single, values: new Array<number>(other.values.length).fill(single.values[0]), strides: other.strides };
}

function identity(value: number): number {
  return value;
}

/** The same value everywhere. float32 where it meets a float32 tensor as a plain Python number. */
export function everywhere(tensor: Tensor, value: number, dtype: 'float32' | 'float64' = 'float64'): Field {
  return { values: [dtype === 'float32' ? Math.fround(value) : value], strides: tensor.shape.map(() => 0), dtype };
}
