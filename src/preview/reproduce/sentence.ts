import { flatIndex, indexOf } from '../../tensor/strides';
import { valueRange } from '../../tensor/stats';
import type { Tensor } from '../../tensor/tensor';
import type { Differences } from './differences';
import type { LabelComparison } from './labels';

/** A number as one writes it by hand: "0.0000012", "255", "65536"; powers of ten only where it would be unreadable. */
export function formatValue(value: number | bigint, digits = 3): string {
  const number = Number(value);
  const size = Math.abs(number);
  if (Number.isNaN(number)) {
    return 'not a number';
  }
  if (size === Infinity) {
    return number > 0 ? 'infinity' : 'minus infinity';
  }
  if (Number.isInteger(number) && size < 1e15) {
    return String(number);
  }
  if (size < 1e-9 || size >= 1e15) {
    return number.toExponential(digits - 1);
  }
  // Digits before the point are never rounded away; zeros at the end say nothing.
  const whole = Math.floor(Math.log10(size)) + 1;
  const rounded = Number(number.toPrecision(Math.max(digits, whole)));
  const text = rounded.toFixed(Math.max(0, digits - whole));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

export function reproducesSentence(expected: Tensor, found: Differences): string {
  if (found.maxAbsolute === 0) {
    return 'reproduces: every value is the same';
  }
  const range = valueRange(expected);
  const within = range ? ` in a range of ${formatEnd(range, range.min)} to ${formatEnd(range, range.max)}` : '';
  const largest = `largest difference ${formatValue(found.maxAbsolute ?? NaN, 2)}${within}`;
  return found.mismatched === 0
    ? `reproduces: ${largest}`
    : `reproduces: ${share(found, 'values')} differ, which the tolerance allows; ${largest}`;
}

/** An end of a range: what is nothing beside the range's width is 0, not 1.71e-13. */
function formatEnd({ min, max }: { min: number; max: number }, end: number): string {
  return formatValue(Math.abs(end) < (max - min) * 1e-6 ? 0 : end);
}

/** "differs at 3 % of the pixels, most at y 12, x 40: expected 0.93, got 0.11" */
export function differenceSentence(
  expected: Tensor,
  actual: Tensor,
  found: Differences,
  axes?: readonly string[]
): string {
  const place = formatPlace(expected.shape, found.worst, axes);
  const values = `expected ${formatValue(expected.data[found.worst])}, got ${formatValue(actual.data[found.worst])}`;
  const what = axes?.includes('x') ? 'pixels' : 'values';
  return `differs at ${share(found, what)}, most${place && ` at ${place}`}: ${values}`;
}

/** "the expected output holds 12 values that are not numbers (NaN or infinite)" */
export function notNumbersSentence(found: Differences): string {
  const { expectedNotFinite, actualNotFinite } = found;
  const holds = (count: number) =>
    `${count} ${count === 1 ? 'value that is no number' : 'values that are not numbers'} (NaN or infinite)`;
  if (expectedNotFinite > 0 && actualNotFinite > 0) {
    return `the expected output holds ${holds(expectedNotFinite)}, and the network gave ${holds(actualNotFinite)}`;
  }
  return expectedNotFinite > 0
    ? `the expected output holds ${holds(expectedNotFinite)}`
    : `the network gave ${holds(actualNotFinite)} where the expected output has numbers`;
}

function share({ mismatched, size }: Differences, what: string): string {
  const percent = (mismatched / size) * 100;
  return percent >= 0.1 ? `${formatValue(percent, 2)} % of the ${what}` : `${mismatched} of ${size} ${what}`;
}

/** Axes of length 1 say nothing, so they are left out. */
function formatPlace(shape: readonly number[], flat: number, axes?: readonly string[]): string {
  return indexOf(shape, flat)
    .map((position, axis) => ({ text: axes ? `${axes[axis]} ${position}` : String(position), length: shape[axis] }))
    .filter(({ length }) => length > 1)
    .map(({ text }) => text)
    .join(', ');
}

/** "of 12 objects 9 are the same, 2 have other outlines and 1 is missing, most at y 12, x 40" */
export function labelsSentence(
  expected: Tensor,
  { labels }: LabelComparison,
  found: Differences,
  axes?: readonly string[]
): string {
  const { matched, differing, missing, extra, worst } = labels;
  const parts = [
    `${matched} ${matched === 1 ? 'is' : 'are'} the same`,
    ...(differing > 0 ? [`${differing} ${differing === 1 ? 'has another outline' : 'have other outlines'}`] : []),
    ...(missing > 0 ? [`${missing} ${missing === 1 ? 'is' : 'are'} missing`] : []),
    ...(extra > 0 ? [`${extra} ${extra === 1 ? 'was' : 'were'} not expected`] : [])
  ];
  const place = worst && formatPlace(expected.shape, flatIndex(expected.shape, worst.at), axes);
  const pixels = share(found, 'pixels');
  return `of ${labels.expected} objects ${parts.join(', ')}${place ? `; they differ most at ${place}` : ''} (the numbers differ at ${pixels})`;
}

/** All objects are there; what differs are numbers, or a few pixels. */
export function sameObjectsSentence({ labels, mismatched, renumbered }: LabelComparison, zoo: string): string {
  const but =
    mismatched === 0 ? '' : `, but for ${mismatched} ${mismatched === 1 ? 'pixel' : 'pixels'} at their borders`;
  const numbers = renumbered ? ', only their numbers are others' : '';
  const other = zoo === 'failed' ? `; the zoo compares ${renumbered ? 'the numbers' : 'pixels'}` : '';
  return `reproduces: all ${labels.expected} objects are the same${but}${numbers}${other}`;
}
