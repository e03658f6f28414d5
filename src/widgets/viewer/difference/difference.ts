import type { Contrast } from '../contrast/contrast';
import { eachRow, type Plane } from '../plane/plane';

/** Below this part of the expected range a difference is not to be seen by eye in any picture. */
const visiblePart = 1e-3;

/**
 * Reproduced minus expected. NaN where either is not a finite number.
 * Null where the pictures have not the same size: then they cannot be compared point by point.
 */
export function differenceOf(expected: Plane, reproduced: Plane): Plane | null {
  if (expected.width !== reproduced.width || expected.height !== reproduced.height) {
    return null;
  }
  const { width, height } = expected;
  const others = new Float64Array(width);
  return {
    width,
    height,
    shrink: 'extreme',
    read: (y, x, length, into) => {
      expected.read(y, x, length, into);
      reproduced.read(y, x, length, others);
      for (let index = 0; index < length; index++) {
        const difference = others[index] - into[index];
        into[index] = difference - difference === 0 ? difference : NaN;
      }
    }
  };
}

export interface DifferenceScale {
  /** Colours reach from -limit over 0 to +limit. */
  readonly limit: number;
  /** Largest absolute difference in the picture; 0 where none is finite. */
  readonly largest: number;
  /** True where all differences are too small to be seen at the expected output's own contrast. */
  readonly nothingToSee: boolean;
  /** True where the scale was narrowed to the picture's own differences, so that rounding shows as well. */
  readonly magnified: boolean;
}

/** The largest absolute difference and where it is first; what is not a number does not count. 0 where none is finite. */
export interface Largest {
  readonly size: number;
  readonly y: number;
  readonly x: number;
}

export function largestOf(difference: Plane): Largest {
  let largest: Largest = { size: 0, y: 0, x: 0 };
  eachRow(difference, (values, y) => {
    let { size } = largest;
    let at = -1;
    for (let x = 0; x < values.length; x++) {
      const own = Math.abs(values[x]);
      if (own > size) {
        size = own;
        at = x;
      }
    }
    largest = at < 0 ? largest : { size, y, x: at };
  });
  return largest;
}

/**
 * The scale of the difference picture. Never finer than a thousandth of the expected range, so that rounding of the
 * last digit looks like what it is; `magnify` lifts this, and the picture then says so. `chosen` by hand counts alone.
 */
export function differenceScale(
  largest: number,
  expected: Contrast,
  magnify: boolean,
  chosen: number | null = null
): DifferenceScale {
  const range = expected.high - expected.low;
  const visible = visiblePart * (range > 0 ? range : Math.max(1, Math.abs(expected.high)));
  const nothingToSee = largest < visible;
  const magnified = magnify && nothingToSee && largest > 0;
  const limit = chosen ?? (magnified ? largest : Math.max(largest, visible));
  return { limit, largest, nothingToSee, magnified };
}
