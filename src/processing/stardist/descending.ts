import type { Numbers } from '../../tensor/cast';
import { sortLikeStd } from './standardSort';

/** Up to so many elements are put in order by one network of comparisons. */
const few = 256;
/** Elements that are looked at together, and groups of them where there are many. */
const lanes = 8;
const groups = 4;
const block = lanes * groups;

/**
 * Positions of the values from the largest to the smallest, as `numpy.argsort(values)[::-1]` gives them. Equal values come
 * in no simple order there, and it decides which of two equally probable objects stays: this is the order of numpy 2 on
 * processors with AVX-512, up to 256 values also on those with AVX2. Elsewhere numpy itself gives another one. No NaN.
 */
export function descending(values: Numbers): Int32Array {
  const order = Int32Array.from(values, (_, position) => position);
  if (!isRising(values)) {
    sortPart(values, order, 0, order.length, 2 * Math.floor(Math.log2(order.length)));
  }
  return order.reverse();
}

function isRising(values: Numbers): boolean {
  for (let i = 1; i < values.length; i++) {
    if (values[i] < values[i - 1]) {
      return false;
    }
  }
  return true;
}

function sortPart(values: Numbers, order: Int32Array, from: number, to: number, rounds: number): void {
  if (rounds <= 0 && to - from > 1) {
    const part = [...order.subarray(from, to)];
    sortLikeStd(part, position => -values[position]);
    order.set(part, from);
  } else if (to - from <= few) {
    compareAll(values, order, from, to);
  } else {
    const pivot = pivotOf(values, order, from, to - 1);
    const { cut, smallest, largest } = partition(values, order, from, to, pivot);
    if (pivot !== smallest) {
      sortPart(values, order, from, cut, rounds - 1);
    }
    if (pivot !== largest) {
      sortPart(values, order, cut, to, rounds - 1);
    }
  }
}

/** Bitonic merges of 2, 4, 8 … elements. Equal ones stay where they are; what is beyond the end counts as larger. */
function compareAll(values: Numbers, order: Int32Array, from: number, to: number): void {
  const length = to - from;
  const compare = (i: number, j: number) => {
    if (j < to && values[order[i]] > values[order[j]]) {
      const position = order[i];
      order[i] = order[j];
      order[j] = position;
    }
  };
  for (let size = 2; size < 2 * length; size *= 2) {
    for (let start = from; start < to; start += size) {
      for (let i = 0; i < size / 2; i++) {
        compare(start + i, start + size - 1 - i);
      }
    }
    for (let step = size / 4; step >= 1; step /= 2) {
      for (let start = from; start < to; start += 2 * step) {
        for (let i = start; i < start + step; i++) {
          compare(i, i + step);
        }
      }
    }
  }
}

/** The fifth of eight elements. */
function pivotOf(values: Numbers, order: Int32Array, first: number, last: number): number {
  const step = Math.floor((last - first) / 8);
  const sample = Float64Array.from({ length: 8 }, (_, i) => values[order[first + (i + 1) * step]]);
  return sample.sort()[4];
}

interface Partition {
  readonly cut: number;
  readonly smallest: number;
  readonly largest: number;
}

/**
 * Smaller elements to the front, the others behind, a few lanes at a time: from whichever end has less room left, so that
 * nothing is overwritten that has not been read.
 */
function partition(values: Numbers, order: Int32Array, start: number, end: number, pivot: number): Partition {
  let [from, to] = [start, end];
  let [smallest, largest] = [Infinity, -Infinity];
  const note = (value: number) => {
    smallest = Math.min(smallest, value);
    largest = Math.max(largest, value);
  };
  for (let i = (to - from) % block; i > 0; i--) {
    const value = values[order[from]];
    note(value);
    if (value < pivot) {
      from++;
    } else {
      to--;
      const position = order[from];
      order[from] = order[to];
      order[to] = position;
    }
  }
  let [low, high] = [from, to];
  const store = (positions: Int32Array) => {
    for (let lane = 0; lane < positions.length; lane += lanes) {
      const group = positions.subarray(lane, lane + lanes);
      const before = group.filter(position => values[position] < pivot);
      const behind = group.filter(position => !(values[position] < pivot));
      group.forEach(position => note(values[position]));
      order.set(before, low);
      order.set(behind, high - behind.length);
      low += before.length;
      high -= behind.length;
    }
  };
  // The first and the last block make room, and come at the end.
  const ends = [order.slice(from, from + block), order.slice(to - block, to)];
  from += block;
  to -= block;
  while (from < to) {
    if (high - to < from - low) {
      to -= block;
      store(order.slice(to, to + block));
    } else {
      from += block;
      store(order.slice(from - block, from));
    }
  }
  ends.forEach(store);
  return { cut: low, smallest, largest };
}
