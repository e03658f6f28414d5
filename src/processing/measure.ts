import type { Numbers } from '../tensor/cast';
import { toNumbers } from '../tensor/cast';
import type { QuantileMethod } from '../tensor/quantile';
import { quantilesInPlace, quantilesOf } from '../tensor/quantile';
import { sizeOf } from '../tensor/create';
import { stridesOf, walkRuns } from '../tensor/strides';
import type { Tensor } from '../tensor/tensor';
import { fullName, positionOf } from './arguments';
import type { Labelled, Step } from './step';

/** A statistic of a tensor: one value per position along the axes that were not reduced. */
export interface Measure {
  /** Full names of the axes that are left. */
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** In which type bioimageio.core holds it, and so what comes of it; the values here are not rounded. */
  readonly dtype: 'float32' | 'float64';
}

interface Groups extends Pick<Measure, 'axes' | 'shape'> {
  readonly values: Numbers;
  readonly tensorShape: readonly number[];
  readonly strides: readonly number[];
  readonly count: number;
  /** Elements that fall into each group, NaN included. */
  readonly each: number;
}

/**
 * Statistics of a tensor are taken once, however many parts of it are processed by them: an image that is cut into tiles
 * has those of the whole. They are kept as long as the tensor is, whose elements do not change meanwhile.
 */
const known = new WeakMap<Tensor, Map<string, unknown>>();

function once<T>({ tensor, axes }: Labelled, key: readonly unknown[], measure: () => T): T {
  const measures = known.get(tensor) ?? new Map<string, unknown>();
  known.set(tensor, measures);
  const name = JSON.stringify([axes, ...key]);
  const found = measures.get(name);
  if (found !== undefined) {
    // Written by the same key, so by the same function.
    return found as T;
  }
  const measured = measure();
  measures.set(name, measured);
  return measured;
}

/** Splits the elements by their position along the axes that are not reduced; `undefined` reduces all axes. */
export function groupsOf({ tensor, axes }: Labelled, reduced: readonly string[] | undefined, step: Step): Groups {
  const out = new Set(reduced?.map(name => positionOf(step, name, axes)) ?? axes.keys());
  const kept = [...axes.keys()].filter(axis => !out.has(axis));
  const shape = kept.map(axis => tensor.shape[axis]);
  const steps = stridesOf(shape);
  const strides = axes.map((_, axis) => (out.has(axis) ? 0 : steps[kept.indexOf(axis)]));
  const values = toNumbers(tensor);
  const count = sizeOf(shape);
  return {
    axes: kept.map(axis => fullName(axes[axis])),
    shape,
    values,
    tensorShape: tensor.shape,
    strides,
    count,
    each: values.length / count
  };
}

/**
 * True where bioimageio.core takes the statistic over the data set, not the sample: `batch` is among the axes. Of a
 * single sample that is the same number, but computed in float64 and with other rules for NaN.
 */
export function isDatasetMeasure(axes: readonly string[] | undefined): boolean {
  return axes === undefined || axes.includes('batch');
}

/**
 * Mean and standard deviation (divided by n). Over the sample, one NaN makes its group's deviation NaN; over the data
 * set, NaN is left out (but counted in n). bioimageio.core sums up a float32 sample in float32, whose rounding shows
 * where the mean is large beside the deviation; here all sums are float64.
 */
export function measureMeanAndStd(
  source: Labelled,
  reduced: readonly string[] | undefined,
  dataset: boolean,
  step: Step
): { mean: Measure; std: Measure } {
  if (!dataset && source.tensor.dtype === 'bool' && reduced?.length === 0) {
    step.refuse('takes the mean of true and false values over no axis: name one in "axes"');
  }
  return once(source, ['mean', reduced ?? null, dataset], () => meanAndStd(source, reduced, dataset, step));
}

function meanAndStd(
  source: Labelled,
  reduced: readonly string[] | undefined,
  dataset: boolean,
  step: Step
): { mean: Measure; std: Measure } {
  const groups = groupsOf(source, reduced, step);
  const narrow = !dataset && source.tensor.dtype === 'float32';
  // float32 has not the digits of float64, but its range is kept: a sum beyond it is infinite.
  const range = (sum: number) => (narrow && !Number.isFinite(Math.fround(sum)) ? Math.fround(sum) : sum);
  const mean = means(groups, range);
  const std = squares(groups, mean, dataset).map(sum => Math.sqrt(range(sum) / groups.each));
  const { axes, shape } = groups;
  const dtype = narrow ? 'float32' : 'float64';
  return { mean: { axes, shape, values: mean, dtype }, std: { axes, shape, values: std, dtype } };
}

function means(groups: Groups, range: (sum: number) => number): Float64Array {
  const { values, tensorShape, strides, count } = groups;
  const origins = firstFinite(groups);
  const sums = new Float64Array(count);
  const counts = new Float64Array(count);
  walkRuns(tensorShape, strides, (start, length, at, step) => {
    for (let i = start, place = at; i < start + length; i++, place += step) {
      if (values[i] === values[i]) {
        sums[place] += values[i] - origins[place];
        counts[place]++;
      }
    }
  });
  return sums.map((sum, place) => {
    const beyond = range(sum + origins[place] * counts[place]);
    return Number.isFinite(beyond) ? origins[place] + sum / counts[place] : beyond;
  });
}

/** Sums are taken from here, so that a constant image has exactly its value as mean, and 0 as deviation. */
function firstFinite({ values, tensorShape, strides, count }: Groups): Float64Array {
  const found = new Float64Array(count).fill(NaN);
  let missing = count;
  walkRuns(tensorShape, strides, (start, length, at, step) => {
    for (let i = start, place = at; missing > 0 && i < start + length; i++, place += step) {
      if (found[place] !== found[place] && Number.isFinite(values[i])) {
        found[place] = values[i];
        missing--;
      }
    }
  });
  return missing > 0 ? found.map(value => (value === value ? value : 0)) : found;
}

function squares({ values, tensorShape, strides, count }: Groups, mean: Float64Array, skipNaN: boolean): Float64Array {
  const sums = new Float64Array(count);
  walkRuns(tensorShape, strides, (start, length, at, step) => {
    for (let i = start, place = at; i < start + length; i++, place += step) {
      const distance = values[i] - mean[place];
      if (!skipNaN || distance === distance) {
        sums[place] += distance * distance;
      }
    }
  });
  return sums;
}

/**
 * Quantiles (fractions of 1), NaN left out. `linear` gives float64; `inverted_cdf` gives values of the tensor,
 * which stay in its type.
 */
export function measureQuantiles(
  source: Labelled,
  reduced: readonly string[] | undefined,
  quantiles: readonly number[],
  method: QuantileMethod,
  step: Step
): Measure[] {
  if (source.tensor.dtype === 'bool' && method === 'linear') {
    // numpy has no difference of booleans, which its interpolation takes.
    step.refuse('takes percentiles of true and false values: store the tensor as uint8');
  }
  if (reduced?.length === 0) {
    step.refuse('takes percentiles over no axis: name one in "axes"');
  }
  return once(source, [method, quantiles, reduced ?? null], () =>
    quantilesBy(source, reduced, quantiles, method, step)
  );
}

function quantilesBy(
  source: Labelled,
  reduced: readonly string[] | undefined,
  quantiles: readonly number[],
  method: QuantileMethod,
  step: Step
): Measure[] {
  const groups = groupsOf(source, reduced, step);
  const found = groupedQuantiles(groups, quantiles, method);
  const narrow = method === 'inverted_cdf' && source.tensor.dtype === 'float32';
  const { axes, shape } = groups;
  return found.map(values => ({ axes, shape, values, dtype: narrow ? 'float32' : 'float64' }));
}

function groupedQuantiles(groups: Groups, quantiles: readonly number[], method: QuantileMethod): Float64Array[] {
  const { values, tensorShape, strides, count, each } = groups;
  if (count === 1) {
    return quantilesOf(values, quantiles, method).map(value => Float64Array.of(value));
  }
  // A copy in the values' own type, each group's elements side by side; `ends` is where the next one goes.
  const sorted = values.slice();
  const ends = Float64Array.from({ length: count }, (_, place) => place * each);
  walkRuns(tensorShape, strides, (start, length, at, step) => {
    for (let i = start, place = at; i < start + length; i++, place += step) {
      if (values[i] === values[i]) {
        sorted[ends[place]++] = values[i];
      }
    }
  });
  const found = quantiles.map(() => new Float64Array(count));
  for (let place = 0; place < count; place++) {
    const own = sorted.subarray(place * each, ends[place]);
    quantilesInPlace(own, quantiles, method).forEach((value, index) => {
      found[index][place] = value;
    });
  }
  return found;
}
