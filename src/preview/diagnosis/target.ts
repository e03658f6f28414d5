import type { Numbers } from '../../tensor/cast';
import { toNumbers } from '../../tensor/cast';
import type { Closeness } from '../../tensor/closeness';
import { acceptsConstant } from '../../tensor/closeness';
import { sizeOf } from '../../tensor/create';
import { isDiscrete } from '../../tensor/dtype';
import { valueRange } from '../../tensor/stats';
import type { Tensor } from '../../tensor/tensor';
import type { View } from './view';
import { eachRow, whole } from './view';

/** Of the expected output's own variation, a change must leave less than this unexplained. */
const unexplained = 0.01;

/** Below so many elements nearly anything can be made to fit. */
const fewest = 16;

/** So many values tell enough of how alike two images are. */
const mostCompared = 200_000;

/** The expected output, and what counts as reproducing it. */
export class Target {
  readonly values: Numbers;
  readonly shape: readonly number[];
  /** Largest less smallest value; 0 where they are not finite. */
  readonly range: number;
  readonly discrete: boolean;
  private readonly closeness: Closeness;

  constructor(
    readonly expected: Tensor,
    tolerance: Closeness
  ) {
    this.values = toNumbers(expected);
    this.shape = expected.shape;
    const range = valueRange(expected);
    this.range = range ? range.max - range.min : 0;
    this.discrete = isDiscrete(expected.dtype);
    this.closeness = this.discrete ? { ...tolerance, relative: 0, absolute: 0 } : tolerance;
  }

  /** Why nothing can be told from this output: too few values, none that is a number, or (nearly) the same everywhere. */
  get provesNothing(): boolean {
    return this.values.length < fewest || this.range === 0 || this.accepts(this.values);
  }

  /** A part of the expected output, that agrees somewhat sooner: what agrees there is compared as a whole afterwards. */
  loosened(part: Tensor): Target {
    const { relative, absolute, mismatchedPerMillion } = this.closeness;
    return new Target(part, {
      relative: 2 * relative,
      absolute: 2 * absolute + 1e-5 * this.range,
      mismatchedPerMillion: Math.max(5000, mismatchedPerMillion)
    });
  }

  /** How far a tensor of the same shape lies apart, as a share of the expected output's deviation; 0 where they agree. */
  apart(tensor: Tensor): number {
    if (!sameShape(tensor.shape, this.shape)) {
      return Infinity;
    }
    const values = toNumbers(tensor);
    const origin = Number(this.values[0]);
    let [sum, squares, left] = [0, 0, 0];
    for (let i = 0; i < values.length; i++) {
      const centred = this.values[i] - origin;
      sum += centred;
      squares += centred * centred;
      left += (values[i] - this.values[i]) ** 2;
    }
    const apart = Math.sqrt(left / (squares - (sum * sum) / values.length));
    return apart >= 0 ? apart : Infinity;
  }

  /** Largest difference as a share of the range, where a tensor of the same shape reproduces the output; else nothing. */
  residual(tensor: Tensor): number | undefined {
    return sameShape(tensor.shape, this.shape) ? this.residualOf(toNumbers(tensor), whole(this.shape)) : undefined;
  }

  /**
   * The same for values in another order, and for a part of the output: every element of the part must agree within the
   * tolerance (but the few that it lets differ), and the part must not be one that nearly anything reproduces.
   */
  residualOf(values: Numbers, view: View, part: View = whole(this.shape)): number | undefined {
    const found = this.measure(values, view, part);
    if (!found) {
      return undefined;
    }
    const { count, sum, squares, left, largest } = found;
    const variation = squares - (sum * sum) / count;
    const meaningful = count >= fewest && left < unexplained * variation;
    const partly = count < this.values.length;
    return meaningful && !(partly && this.accepts(this.gather(part))) ? largest / this.range : undefined;
  }

  /** How alike two images look, whatever their scale: the correlation of their values, over a sample of the rows. */
  likeness(values: Numbers, view: View, part: View = whole(this.shape)): number {
    const rows = sizeOf(part.shape) / (part.shape.at(-1) ?? 1);
    const stride = Math.max(1, Math.floor(sizeOf(part.shape) / mostCompared));
    const expected = this.values;
    let row = 0;
    let [count, sum, other, squares, otherSquares, products] = [0, 0, 0, 0, 0, 0];
    eachRow(part, view, (at, step, otherAt, otherStep, length) => {
      if (row++ % stride === 0) {
        for (let i = 0, e = at, v = otherAt; i < length; i++, e += step, v += otherStep) {
          const [a, b] = [expected[e], values[v]];
          count++;
          sum += a;
          other += b;
          squares += a * a;
          otherSquares += b * b;
          products += a * b;
        }
      }
      return row < rows;
    });
    const variation = (squares - (sum * sum) / count) * (otherSquares - (other * other) / count);
    const likeness = (products - (sum * other) / count) / Math.sqrt(variation);
    return Number.isFinite(likeness) ? likeness : 0;
  }

  /** Whether a constant image would do as well. */
  private accepts(values: Numbers): boolean {
    return values.every(Number.isFinite) && acceptsConstant(values, this.closeness);
  }

  private gather(part: View): Float64Array {
    const out = new Float64Array(sizeOf(part.shape));
    let next = 0;
    eachRow(part, part, (at, step, _at, _step, length) => {
      for (let i = 0; i < length; i++) {
        out[next++] = this.values[at + i * step];
      }
      return true;
    });
    return out;
  }

  /** One pass, given up as soon as too many elements differ. */
  private measure(values: Numbers, view: View, part: View): Sums | undefined {
    const { relative, absolute, mismatchedPerMillion } = this.closeness;
    const expected = this.values;
    const count = sizeOf(part.shape);
    const allowed = Math.floor((count * mismatchedPerMillion) / 1e6);
    const sums = { count, sum: 0, squares: 0, left: 0, largest: 0 };
    // Sums of squares lose their digits far from zero.
    const origin = expected[part.offset];
    let mismatched = 0;
    eachRow(part, view, (at, step, otherAt, otherStep, length) => {
      for (let i = 0, e = at, v = otherAt; i < length; i++, e += step, v += otherStep) {
        const wanted = expected[e];
        const difference = Math.abs(values[v] - wanted);
        if (!(difference <= absolute + relative * Math.abs(wanted))) {
          // NaN or infinity on either side is no agreement, whatever the tolerance.
          mismatched = difference < Infinity ? mismatched + 1 : Infinity;
        }
        const centred = wanted - origin;
        sums.sum += centred;
        sums.squares += centred * centred;
        sums.left += difference * difference;
        sums.largest = difference > sums.largest ? difference : sums.largest;
      }
      return mismatched <= allowed;
    });
    return mismatched <= allowed ? sums : undefined;
  }
}

interface Sums {
  readonly count: number;
  readonly sum: number;
  readonly squares: number;
  readonly left: number;
  readonly largest: number;
}

export function sameShape(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((length, axis) => length === other[axis]);
}
