import type { Numbers } from './cast';
import { countRanks } from './counting';
import type { RanksOf, Selected } from './counting';

/** Below this length, a count of 65536 places costs more than it saves. */
export function isWorthCounting({ length }: Numbers): boolean {
  return length >= 2 ** 15;
}

/**
 * The elements that would stand at some ranks if the values were sorted, NaN left out. The values stay as they are;
 * at most one copy of them is made.
 */
export function selectRanks(values: Numbers, ranksOf: RanksOf): Selected {
  if (isWorthCounting(values)) {
    return countRanks(values, ranksOf);
  }
  const copy = values.filter(isNumber);
  return { count: copy.length, found: selectInPlace(copy, ranksOf(copy.length)) };
}

function isNumber(value: number): boolean {
  return value === value;
}

/** The same on the values themselves, none of them NaN; they are reordered. */
export function selectInPlace(values: Numbers, ranks: readonly number[]): number[] {
  const order = ranks.map((_, index) => index).sort((a, b) => ranks[a] - ranks[b]);
  const found = new Array<number>(ranks.length);
  let left = 0;
  for (const index of order) {
    // What stands before an earlier rank is not larger, so the search goes on behind it.
    found[index] = nth(values, ranks[index], left);
    left = ranks[index];
  }
  return found;
}

/**
 * The element that would stand at `k` if the values from `start` were sorted; everything before it is not larger
 * afterwards and everything behind it not smaller. Hoare's selection: time in proportion to the length, no memory.
 */
export function nth(values: Numbers, k: number, start = 0): number {
  let left = start;
  let right = values.length - 1;
  for (let tries = 4 * Math.log2(values.length + 2); left < right; tries--) {
    if (tries < 0) {
      // Values laid out against the choice of pivots would take the square of the time.
      values.subarray(left, right + 1).sort();
      break;
    }
    const pivot = medianOfThree(values[left], values[(left + right) >>> 1], values[right]);
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i] < pivot) {
        i++;
      }
      while (values[j] > pivot) {
        j--;
      }
      if (i <= j) {
        const swapped = values[i];
        values[i++] = values[j];
        values[j--] = swapped;
      }
    }
    if (k <= j) {
      right = j;
    } else if (k >= i) {
      left = i;
    } else {
      break;
    }
  }
  return values[k];
}

function medianOfThree(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
