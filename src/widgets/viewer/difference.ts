import type { Contrast } from './contrast';
import type { Plane } from './plane';

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
  const values = expected.values.map((value, index) => {
    const difference = reproduced.values[index] - value;
    return Number.isFinite(difference) ? difference : NaN;
  });
  return { width: expected.width, height: expected.height, values };
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

/**
 * The scale of the difference picture. Never finer than a thousandth of the expected range, so that rounding of the
 * last digit looks like what it is; `magnify` lifts this, and the picture then says so.
 */
export function differenceScale(difference: Plane, expected: Contrast, magnify: boolean): DifferenceScale {
  let largest = 0;
  for (const value of difference.values) {
    const size = Math.abs(value);
    largest = size > largest ? size : largest;
  }
  const range = expected.high - expected.low;
  const visible = visiblePart * (range > 0 ? range : Math.max(1, Math.abs(expected.high)));
  const nothingToSee = largest < visible;
  const magnified = magnify && nothingToSee && largest > 0;
  return { limit: magnified ? largest : Math.max(largest, visible), largest, nothingToSee, magnified };
}
