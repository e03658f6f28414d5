import { isFields } from '../cursor';

/** Deeper than any description; one that holds itself through an alias ends here, too. */
const deepest = 64;

/** Deep equality of parsed values; two NaN are the same, and two dates of one time. */
export function same(one: unknown, other: unknown, depth = 0): boolean {
  if (depth > deepest) {
    return false;
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => same(item, other[index], depth + 1));
  }
  if (isFields(one) && isFields(other)) {
    const keys = Object.keys(one);
    return (
      keys.length === Object.keys(other).length &&
      keys.every(key => Object.hasOwn(other, key) && same(one[key], other[key], depth + 1))
    );
  }
  if (one instanceof Date && other instanceof Date) {
    return one.getTime() === other.getTime();
  }
  return Object.is(one, other);
}
