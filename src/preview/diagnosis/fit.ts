import type { Tensor } from '../../tensor/tensor';
import { toNumbers } from '../../tensor/cast';
import { createTensor } from '../../tensor/create';
import { formatValue } from '../reproduce/sentence';
import type { Explanation } from './change';
import { fixOf, insert, operationEdits } from './recipe';
import type { ModelDescription, Operation } from '../../spec/model';
import { sameShape, Target } from './target';

/** Factors that people multiply images with. */
const usual = [255, 65535, 100, 2, 0.5, 0.01, 1 / 255, 1 / 65535, -1];

/** Of fewer pixels one could say anything. */
const fewestOnOneSide = 8;

interface Line {
  readonly gain: number;
  readonly offset: number;
}

/** Explanations by a change of the values alone: scale and offset, an inversion, whole numbers, a threshold. */
export function fitValues(
  reproduced: Tensor,
  target: Target,
  description: ModelDescription,
  output: number
): Explanation[] {
  if (!sameShape(reproduced.shape, target.shape)) {
    return [];
  }
  const values = Float64Array.from(toNumbers(reproduced));
  return [
    ...asLine(values, target, description, output),
    ...asWholeNumbers(values, target),
    ...asThreshold(values, target, description, output),
    ...beforeSigmoid(values, target)
  ];
}

function asLine(values: Float64Array, target: Target, description: ModelDescription, output: number): Explanation[] {
  const line = leastSquares(values, target);
  if (!line) {
    return [];
  }
  const unit = target.range || 1;
  const candidates: { line: Line; rank: number }[] = [{ line, rank: 4 }];
  const snapped = usual.find(gain => Math.abs(gain / line.gain - 1) < 1e-3);
  const gain = snapped ?? line.gain;
  candidates.push({ line: { gain, offset: 0 }, rank: snapped ? 2 : 3 });
  candidates.push({ line: { gain: 1, offset: meanDifference(values, target) }, rank: 3 });
  if (gain === -1) {
    const offset = meanDifference(values.map(value => -value), target); // prettier-ignore
    const whole = Math.round(offset);
    candidates.push({ line: { gain: -1, offset: Math.abs(whole - offset) < 1e-3 * unit ? whole : offset }, rank: 2 });
  }
  return candidates.flatMap(({ line: { gain: factor, offset }, rank }) => {
    const residual = target.residual(createTensor('float64', target.shape, values.map(value => factor * value + offset))); // prettier-ignore
    if (residual === undefined) {
      return [];
    }
    const operations = description.outputs[output].operations;
    const scaling: Operation = { id: 'scale_linear', kwargs: { gain: factor, offset } };
    const edits = operationEdits(description, 'outputs', output, insert(operations, operations.length, [scaling]));
    const data = { gain: formatValue(factor, 5), offset: formatValue(offset, 5) };
    const cause = factor === 1 ? 'output-offset' : Math.abs(offset) < 1e-6 * unit ? 'output-scaled' : 'output-scaled-and-offset'; // prettier-ignore
    return { change: { cause, data, rank, ...fixOf('Add scale_linear', edits) }, residual };
  });
}

/** expected = gain * value + offset, as well as it can be; nothing where the values do not vary. */
function leastSquares(values: Float64Array, { values: expected }: Target): Line | undefined {
  const count = values.length;
  let sum = 0;
  let wanted = 0;
  for (let i = 0; i < count; i++) {
    sum += values[i];
    wanted += expected[i];
  }
  const mean = sum / count;
  const meanWanted = wanted / count;
  let squares = 0;
  let products = 0;
  for (let i = 0; i < count; i++) {
    const distance = values[i] - mean;
    squares += distance * distance;
    products += distance * (expected[i] - meanWanted);
  }
  const gain = products / squares;
  const offset = meanWanted - gain * mean;
  return squares > 0 && gain !== 0 && Number.isFinite(gain) && Number.isFinite(offset) ? { gain, offset } : undefined;
}

function meanDifference(values: Float64Array, { values: expected }: Target): number {
  return values.reduce((sum, value, index) => sum + expected[index] - value, 0) / values.length;
}

/** Probabilities stored as the whole numbers of an image file. */
function asWholeNumbers(values: Float64Array, target: Target): Explanation[] {
  if (!target.values.every(Number.isInteger)) {
    return [];
  }
  return [255, 65535, 100, 1].flatMap(gain =>
    [
      { how: 'rounded', whole: Math.round },
      { how: 'cut off', whole: Math.trunc }
    ].flatMap(({ how, whole }) => {
      const residual = target.residual(
        createTensor(
          'float64',
          target.shape,
          values.map(value => whole(gain * value))
        )
      );
      const change = { cause: 'output-whole-numbers', data: { gain, how }, rank: gain === 1 ? 2 : 3 } as const;
      return residual === undefined ? [] : { change, residual };
    })
  );
}

/** The expected output has two values only, and one threshold divides what the network gave into the same two parts. */
function asThreshold(
  values: Float64Array,
  target: Target,
  description: ModelDescription,
  output: number
): Explanation[] {
  const found = new Set<number>();
  for (let i = 0; i < target.values.length && found.size < 3; i++) {
    found.add(target.values[i]);
  }
  const [low, high] = [...found].sort((one, other) => one - other);
  if (found.size !== 2) {
    return [];
  }
  let below = -Infinity;
  let above = Infinity;
  for (let i = 0; i < values.length; i++) {
    if (target.values[i] === low) {
      below = Math.max(below, values[i]);
    } else {
      above = Math.min(above, values[i]);
    }
  }
  const fewer = countOf(target, low);
  if (Math.min(fewer, values.length - fewer) < fewestOnOneSide) {
    return [];
  }
  // A threshold between two values that are the network's only ones would be a scale and an offset.
  if (!(below < above) || isBinary(values)) {
    return [];
  }
  const threshold = below <= 0.5 && above > 0.5 ? 0.5 : roundest(below, above);
  const operations = description.outputs[output].operations;
  const binarize: Operation[] = [
    { id: 'binarize', kwargs: { threshold } },
    { id: 'ensure_dtype', kwargs: { dtype: description.outputs[output].data[0]?.type ?? 'float32' } }
  ];
  const standard = low === 0 && high === 1;
  const edits = standard
    ? operationEdits(description, 'outputs', output, insert(operations, operations.length, binarize))
    : undefined;
  const data = { threshold: formatValue(threshold), low: formatValue(low), high: formatValue(high) };
  return [{ change: { cause: 'thresholded', data, rank: 3, ...fixOf('Add binarize', edits) }, residual: 0 }];
}

function countOf({ values }: Target, wanted: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    count += values[i] === wanted ? 1 : 0;
  }
  return count;
}

function isBinary(values: Float64Array): boolean {
  const first = values[0];
  const second = values.find(value => value !== first);
  return values.every(value => value === first || value === second);
}

/** The number with the fewest digits from `low` (included: what is above the threshold counts) to below `high`. */
function roundest(low: number, high: number): number {
  for (let digits = 1; digits < 16; digits++) {
    const candidate = Number(((low + high) / 2).toPrecision(digits));
    if (candidate >= low && candidate < high) {
      return candidate;
    }
  }
  return low;
}

/** The expected output was stored before the sigmoid that the network itself ends with. */
function beforeSigmoid(values: Float64Array, target: Target): Explanation[] {
  if (!values.every(value => value >= 0 && value <= 1)) {
    return [];
  }
  const residual = target.residual(
    createTensor(
      'float64',
      target.shape,
      values.map(value => Math.log(value / (1 - value)))
    )
  );
  return residual === undefined ? [] : [{ change: { cause: 'sigmoid-not-in-test', data: {}, rank: 3 }, residual }];
}

/** Whether one output is the other one times a number plus a number. */
export function fitsLine(one: Tensor, other: Tensor): boolean {
  if (!sameShape(one.shape, other.shape)) {
    return false;
  }
  const { range } = new Target(other, { relative: 0, absolute: 0, mismatchedPerMillion: 0 });
  const target = new Target(other, { relative: 0, absolute: range * 1e-3, mismatchedPerMillion: 0 });
  const values = Float64Array.from(toNumbers(one));
  const line = leastSquares(values, target);
  const fitted =
    line &&
    createTensor(
      'float64',
      target.shape,
      values.map(value => line.gain * value + line.offset)
    );
  return fitted !== undefined && target.residual(fitted) !== undefined;
}
