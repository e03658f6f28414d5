import type { Numbers } from '../tensor/cast';
import { toNumbers } from '../tensor/cast';
import type { QuantileMethod } from '../tensor/quantile';
import { quantilesInPlace } from '../tensor/quantile';
import { sizeOf } from '../tensor/create';
import { stridesOf, walkRuns } from '../tensor/strides';
import { fullName, positionOf } from './arguments';
import type { Labelled, Step } from './step';

/** A statistic of a tensor: one value per position along the axes that were not reduced. */
export interface Measure {
  /** Full names of the axes that are left. */
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  readonly values: Float64Array;
  /** In which type bioimageio.core holds it; the values are rounded to it. */
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

/** Splits the elements by their position along the axes that are not reduced; `undefined` reduces all axes. */
function group({ tensor, axes }: Labelled, reduced: readonly string[] | undefined, step: Step): Groups {
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
 * Mean and standard deviation (divided by n). Over the sample: in the tensor's own type if that is float32, and one NaN
 * makes its group's deviation NaN. Over the data set: in float64, NaN left out (but counted in n).
 */
export function measureMeanAndStd(
  source: Labelled,
  reduced: readonly string[] | undefined,
  dataset: boolean,
  step: Step
): { mean: Measure; std: Measure } {
  const groups = group(source, reduced, step);
  const narrow = !dataset && source.tensor.dtype === 'float32';
  const round = narrow ? Math.fround : (value: number) => value;
  const mean = means(groups).map(round);
  const std = squares(groups, mean, dataset, narrow).map(sum => round(Math.sqrt(round(sum / groups.each))));
  const { axes, shape } = groups;
  const dtype = narrow ? 'float32' : 'float64';
  return { mean: { axes, shape, values: mean, dtype }, std: { axes, shape, values: std, dtype } };
}

function means({ values, tensorShape, strides, count }: Groups): Float64Array {
  const sums = new Float64Array(count);
  const counts = new Float64Array(count);
  walkRuns(tensorShape, strides, (start, length, at, step) => {
    for (let i = start, place = at; i < start + length; i++, place += step) {
      if (values[i] === values[i]) {
        sums[place] += values[i];
        counts[place]++;
      }
    }
  });
  return sums.map((sum, place) => sum / counts[place]);
}

function squares(
  { values, tensorShape, strides, count }: Groups,
  mean: Float64Array,
  skipNaN: boolean,
  narrow: boolean
): Float64Array {
  const sums = new Float64Array(count);
  walkRuns(tensorShape, strides, (start, length, at, step) => {
    for (let i = start, place = at; i < start + length; i++, place += step) {
      const exact = values[i] - mean[place];
      const distance = narrow ? Math.fround(exact) : exact;
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
  const groups = group(source, reduced, step);
  const found = groupedQuantiles(groups, quantiles, method);
  const narrow = method === 'inverted_cdf' && source.tensor.dtype === 'float32';
  const { axes, shape } = groups;
  return found.map(values => ({ axes, shape, values, dtype: narrow ? 'float32' : 'float64' }));
}

function groupedQuantiles(groups: Groups, quantiles: readonly number[], method: QuantileMethod): Float64Array[] {
  const { values, tensorShape, strides, count, each } = groups;
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
