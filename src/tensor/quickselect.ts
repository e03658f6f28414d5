import type { Numbers } from './cast';

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
