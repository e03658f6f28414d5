import { cast, toNumbers } from '../../tensor/cast';
import type { Closeness } from '../../tensor/closeness';
import { acceptsConstant } from '../../tensor/closeness';
import { formatShape } from '../../tensor/create';
import { isDiscrete } from '../../tensor/dtype';
import { valueRange } from '../../tensor/stats';
import { indexOf } from '../../tensor/strides';
import type { DType, Tensor } from '../../tensor/tensor';
import type { Reproduction } from '../report/report';
import type { Differences } from './differences';
import type { LabelComparison } from './labels';
import { areObjects } from '../../processing/objects';
import { compareLabels } from './labels';
import {
  differenceSentence,
  labelsSentence,
  notNumbersSentence,
  reproducesSentence,
  sameObjectsSentence
} from './sentence';
import { differingMost } from './table';

interface CompareOptions {
  /** The element type that the description states for this output. Without it, both tensors must share theirs. */
  readonly dtype?: DType;
  /** Axis ids, for the sentence. */
  readonly axes?: readonly string[];
  /** Whether the values number objects, where the description tells; otherwise the expected output must look like it. */
  readonly objects?: boolean;
}

/** What comparing gives of a reproduction: all but whose it is. */
interface Comparison extends Omit<Reproduction, 'weights' | 'output' | 'verdict' | 'zoo'> {
  readonly verdict: 'passed' | 'failed';
  readonly zoo: 'passed' | 'failed';
}

/**
 * Compares an output with the one that the bundle expects. Gives bioimageio.core's verdict to the letter, holes included
 * (0.11.0, `evaluate_mismatched_elements`), and ours: no NaN or infinity on either side, integers and booleans equal,
 * the described element type, and a tolerance that would not accept a constant image.
 */
export function compareTensors(
  expected: Tensor,
  actual: Tensor,
  tolerance: Closeness,
  options: CompareOptions = {}
): Comparison {
  if (!sameShape(expected.shape, actual.shape)) {
    return failed(
      `has another shape than expected: ${formatShape(actual.shape)} instead of ${formatShape(expected.shape)}`
    );
  }
  if (expected.data.length === 0) {
    return failed('holds no values at all, so there is nothing to compare');
  }
  const zoo = zooVerdict(expected, actual, tolerance);
  const found = measure(expected, actual, effective(expected, tolerance));
  const compared = found.mismatched > 0 ? objectsIn(expected, actual, options) : undefined;
  const objection = object(expected, actual, found, tolerance, { ...options, ...(compared && { compared }) });
  const table = found.maxAbsolute === 0 && found.notFinite === 0 ? [] : differingMost(expected, actual, options.axes);
  const fine = compared ? sameObjectsSentence(compared, zoo) : reproducesSentence(expected, found);
  return {
    verdict: objection ? 'failed' : 'passed',
    zoo,
    reason: objection ? objection + (zoo === 'passed' ? '; the zoo would not notice this' : '') : fine,
    maxAbsolute: found.maxAbsolute,
    maxRelative: found.maxRelative,
    mismatchedPerMillion: perMillion(found),
    nan: found.notFinite,
    worst: indexOf(expected.shape, found.worst),
    ...(table.length > 0 && { table }),
    ...(compared && { labels: compared.labels })
  };
}

/** The comparison object by object, where the output holds numbered objects. */
function objectsIn(expected: Tensor, actual: Tensor, { objects }: CompareOptions): LabelComparison | undefined {
  return areObjects(objects, expected, actual) ? compareLabels(expected, actual) : undefined;
}

function failed(reason: string): Comparison {
  return {
    verdict: 'failed',
    zoo: 'failed',
    reason,
    maxAbsolute: null,
    maxRelative: null,
    mismatchedPerMillion: null,
    nan: 0
  };
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** Why we would not let it pass, or nothing. The first objection is the one that explains most. */
function object(
  expected: Tensor,
  actual: Tensor,
  found: Differences,
  tolerance: Closeness,
  { dtype, axes, compared }: CompareOptions & { compared?: LabelComparison }
): string | undefined {
  const described = dtype ?? expected.dtype;
  if (found.notFinite > 0) {
    return notNumbersSentence(found);
  }
  if (expected.dtype !== described) {
    return `the expected output is stored as ${expected.dtype}, but the description says ${described}`;
  }
  if (actual.dtype !== described) {
    return `the output came as ${actual.dtype}, expected was ${described}`;
  }
  if (compared && !areSameObjects(compared, found, tolerance)) {
    return labelsSentence(expected, compared, found, axes);
  }
  if (!compared && perMillion(found) > tolerance.mismatchedPerMillion) {
    return differenceSentence(expected, actual, found, axes);
  }
  if (expected.data.length > 1 && acceptsConstant(toNumbers(expected), effective(expected, tolerance))) {
    const range = valueRange(expected);
    return range?.min === range?.max
      ? 'the expected output is the same everywhere, so it proves nothing: choose a test image that shows something'
      : 'within this tolerance a constant image would pass too, so it proves nothing: ' +
          'choose a smaller tolerance, or a test image that shows more';
  }
  return undefined;
}

/**
 * Every object once, and with its own outline but for rounding: where a border falls on another side of a pixel by the
 * last digit, that is no other object. What the description's tolerance allows in pixels is allowed beyond that.
 */
function areSameObjects({ labels, mismatched }: LabelComparison, found: Differences, tolerance: Closeness): boolean {
  const isWithin = perMillion({ ...found, mismatched }) <= tolerance.mismatchedPerMillion;
  const isOneToOne = labels.missing === 0 && labels.extra === 0;
  return isOneToOne && (isWithin || (labels.worst?.overlap ?? 1) >= sameObject);
}

/** Share of two objects' common area from which on they are one. */
const sameObject = 0.99;

/** Labels, counts and masks are compared as they are. */
function effective(expected: Tensor, tolerance: Closeness): Closeness {
  return isDiscrete(expected.dtype) ? { ...tolerance, relative: 0, absolute: 0 } : tolerance;
}

function perMillion({ mismatched, size }: Differences): number {
  return (mismatched / size) * 1e6;
}

function measure(expected: Tensor, actual: Tensor, { relative, absolute }: Closeness): Differences {
  const wanted = toNumbers(expected);
  const given = toNumbers(actual);
  let mismatched = 0;
  let maxAbsolute = -1;
  let maxRelative = -1;
  let expectedNotFinite = 0;
  let actualNotFinite = 0;
  let notFinite = 0;
  let worst = 0;
  for (let i = 0; i < wanted.length; i++) {
    const e = wanted[i];
    const size = Math.abs(e);
    const difference = Math.abs(given[i] - e);
    if (!(difference < Infinity)) {
      // Infinity less infinity is NaN, so this branch has every element that is not finite on either side.
      expectedNotFinite += size < Infinity ? 0 : 1;
      actualNotFinite += Math.abs(given[i]) < Infinity ? 0 : 1;
      if (notFinite++ === 0) {
        worst = i;
      }
      mismatched++;
      continue;
    }
    if (difference > absolute + relative * size) {
      mismatched++;
    }
    if (difference > maxAbsolute) {
      maxAbsolute = difference;
      if (notFinite === 0) {
        worst = i;
      }
    }
    maxRelative = Math.max(maxRelative, difference / (size + 1e-6));
  }
  return {
    size: wanted.length,
    mismatched,
    maxAbsolute: maxAbsolute < 0 ? null : maxAbsolute,
    maxRelative: maxRelative < 0 ? null : maxRelative,
    expectedNotFinite,
    actualNotFinite,
    notFinite,
    worst
  };
}

/**
 * bioimageio.core's rule: both sides cast to float32, everything computed in float32, a difference that is NaN never
 * counts, an infinite expected value accepts everything.
 */
function zooVerdict(expected: Tensor, actual: Tensor, tolerance: Closeness): 'passed' | 'failed' {
  const { fround, abs } = Math;
  const wanted = cast(expected, 'float32').data;
  const given = cast(actual, 'float32').data;
  const absolute = fround(tolerance.absolute);
  const relative = fround(tolerance.relative);
  let mismatched = 0;
  for (let i = 0; i < wanted.length; i++) {
    const allowed = fround(absolute + fround(relative * abs(wanted[i])));
    if (abs(fround(given[i] - wanted[i])) > allowed) {
      mismatched++;
    }
  }
  return (mismatched / wanted.length) * 1e6 > tolerance.mismatchedPerMillion ? 'failed' : 'passed';
}
