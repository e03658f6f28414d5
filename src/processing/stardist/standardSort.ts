/** Up to this many elements libstdc++ sorts by insertion alone. */
const few = 16;

/**
 * Sorts in place as libstdc++'s `std::sort` does, by a rank of which the largest comes first. Elements of the same rank
 * end in the very order that it leaves them in, which results depend on.
 */
export function sortLikeStd<T>(items: T[], rank: (item: T) => number): void {
  const before = (a: T, b: T) => rank(b) < rank(a);
  partitionWhileMany(items, 0, items.length, before);
  insertAll(items, 0, Math.min(items.length, few), before);
  for (let i = few; i < items.length; i++) {
    sink(items, i, before);
  }
}

type Before<T> = (a: T, b: T) => boolean;

function partitionWhileMany<T>(items: T[], from: number, to: number, before: Before<T>): void {
  let end = to;
  while (end - from > few) {
    const cut = partition(items, from, end, before);
    partitionWhileMany(items, cut, end, before);
    end = cut;
  }
}

/** Around the median of the second, the middle and the last element, which is put first. */
function partition<T>(items: T[], from: number, to: number, before: Before<T>): number {
  swap(items, from, median(items, from + 1, from + ((to - from) >> 1), to - 1, before));
  const pivot = items[from];
  let low = from + 1;
  let high = to;
  for (;;) {
    while (before(items[low], pivot)) {
      low++;
    }
    high--;
    while (before(pivot, items[high])) {
      high--;
    }
    if (low >= high) {
      return low;
    }
    swap(items, low, high);
    low++;
  }
}

function median<T>(items: T[], a: number, b: number, c: number, before: Before<T>): number {
  const less = (i: number, j: number) => before(items[i], items[j]);
  if (less(a, b)) {
    return less(b, c) ? b : less(a, c) ? c : a;
  }
  return less(a, c) ? a : less(b, c) ? c : b;
}

function insertAll<T>(items: T[], from: number, to: number, before: Before<T>): void {
  for (let i = from + 1; i < to; i++) {
    sink(items, i, before);
  }
}

/** Moves one element down to where it belongs among those before it. */
function sink<T>(items: T[], at: number, before: Before<T>): void {
  const item = items[at];
  let place = at;
  while (place > 0 && before(item, items[place - 1])) {
    items[place] = items[place - 1];
    place--;
  }
  items[place] = item;
}

function swap<T>(items: T[], i: number, j: number): void {
  const item = items[i];
  items[i] = items[j];
  items[j] = item;
}
