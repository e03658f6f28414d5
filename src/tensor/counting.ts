import type { Numbers } from './cast';
import { selectInPlace } from './quickselect';
import { need } from './lookup';

/**
 * The elements at some ranks of the sorted values, found by counting them by the upper 16 of their bits and then looking
 * at those places only where a rank falls. Nothing is moved; of float64, the elements of those places are copied.
 */
export function countRanks(values: Numbers, ranksOf: RanksOf): Selected {
  if (values instanceof Float64Array) {
    return countDoubles(values, ranksOf);
  }
  return values.BYTES_PER_ELEMENT === 4 ? countWide(values, ranksOf) : countNarrow(values, ranksOf);
}

/** Ranks for a number of values. */
export type RanksOf = (count: number) => readonly number[];

export interface Selected {
  /** Values that are not NaN. */
  readonly count: number;
  /** One for each rank. */
  readonly found: readonly number[];
}

const half = 0x10000;
const sign = 0x8000;

function countNarrow(values: Numbers, ranksOf: RanksOf): Selected {
  const places = 2 ** (8 * values.BYTES_PER_ELEMENT);
  const lowest = values instanceof Int8Array || values instanceof Int16Array ? -places / 2 : 0;
  const counts = new Uint32Array(places);
  for (let i = 0; i < values.length; i++) {
    counts[values[i] - lowest]++;
  }
  const found = placesOf(counts, ranksOf(values.length), index => index);
  return { count: values.length, found: found.map(({ place }) => place + lowest) };
}

function countWide(values: Numbers, ranksOf: RanksOf): Selected {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const upper = new Uint32Array(half);
  for (let i = 0; i < bits.length; i++) {
    upper[bits[i] >>> 16]++;
  }
  const isFloat = values instanceof Float32Array;
  const count = isFloat ? values.length - removeNaN(values, upper, 0x7f80) : values.length;
  const order = isFloat ? floatOrder : values instanceof Int32Array ? signedOrder : (index: number) => index;
  const outer = placesOf(upper, ranksOf(count), order);
  const lower = countLower(
    bits,
    outer.map(({ place }) => place),
    isFloat
  );
  const found = outer.map(({ place, rest }) => {
    // Negative floats count downwards.
    const downwards = isFloat && place >= sign;
    const [inner] = placesOf(need(lower.get(place), 'count of these values'), [rest], index =>
      downwards ? half - 1 - index : index
    );
    return valueOf(values, place * half + inner.place);
  });
  return { count, found };
}

/** The lower halves of the elements whose upper half is one of `places`, in one walk. */
function countLower(bits: Uint32Array, places: readonly number[], isFloat: boolean): Map<number, Uint32Array> {
  const different = [...new Set(places)];
  const slots = new Uint16Array(half);
  different.forEach((place, index) => (slots[place] = index + 1));
  const counts = new Uint32Array(different.length * half);
  for (let i = 0; i < bits.length; i++) {
    const slot = slots[bits[i] >>> 16];
    if (slot > 0) {
      counts[(slot - 1) * half + (bits[i] & 0xffff)]++;
    }
  }
  return new Map(
    different.map((place, index) => {
      const own = counts.subarray(index * half, (index + 1) * half);
      // Behind the bits of infinity follow those of NaN.
      return [place, isFloat && (place & 0x7fff) === 0x7f80 ? own.fill(0, 1) : own];
    })
  );
}

function countDoubles(values: Float64Array, ranksOf: RanksOf): Selected {
  // The upper word of a float64 comes second on every processor that runs a browser.
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const upper = new Uint32Array(half);
  for (let i = 1; i < words.length; i += 2) {
    upper[words[i] >>> 16]++;
  }
  const count = values.length - removeNaN(values, upper, 0x7ff0);
  const ranks = ranksOf(count);
  const outer = placesOf(upper, ranks, floatOrder);
  const found = new Array<number>(ranks.length);
  for (const place of new Set(outer.map(entry => entry.place))) {
    const own = ranks.map((_, index) => index).filter(index => outer[index].place === place);
    const chosen = selectInPlace(
      gather(values, words, place, upper[place]),
      own.map(index => outer[index].rest)
    );
    own.forEach((index, position) => (found[index] = chosen[position]));
  }
  return { count, found };
}

function gather(values: Float64Array, words: Uint32Array, place: number, count: number): Float64Array {
  const found = new Float64Array(count);
  let length = 0;
  for (let i = 0; i < values.length; i++) {
    if (words[2 * i + 1] >>> 16 === place && values[i] === values[i]) {
      found[length++] = values[i];
    }
  }
  return found;
}

/**
 * Takes NaN out of the counts, and says how many there were. `infinity` is the upper half of infinity's bits; those of
 * NaN are the same with something behind them, or larger ones.
 */
function removeNaN(values: Float32Array | Float64Array, upper: Uint32Array, infinity: number): number {
  let removed = 0;
  for (const [start, infinite] of [
    [0, Infinity],
    [sign, -Infinity]
  ]) {
    for (let place = start + infinity + 1; place < start + sign; place++) {
      removed += upper[place];
      upper[place] = 0;
    }
    const place = start + infinity;
    const count = upper[place] > 0 ? countEqual(values, infinite) : 0;
    removed += upper[place] - count;
    upper[place] = count;
  }
  return removed;
}

function countEqual(values: Float32Array | Float64Array, wanted: number): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    count += values[i] === wanted ? 1 : 0;
  }
  return count;
}

/** Where a rank falls: the place, and how many elements stand before it there. */
interface Place {
  readonly place: number;
  readonly rest: number;
}

/** `ordered` gives the places in the order of their values. */
function placesOf(counts: Uint32Array, ranks: readonly number[], ordered: (index: number) => number): Place[] {
  const found = new Array<Place>(ranks.length);
  const order = ranks.map((_, index) => index).sort((a, b) => ranks[a] - ranks[b]);
  let before = 0;
  let index = 0;
  for (const wanted of order) {
    while (before + counts[ordered(index)] <= ranks[wanted]) {
      before += counts[ordered(index++)];
    }
    found[wanted] = { place: ordered(index), rest: ranks[wanted] - before };
  }
  return found;
}

/** Negative floats first, from the largest bits downwards. */
function floatOrder(index: number): number {
  return index < sign ? half - 1 - index : index - sign;
}

function signedOrder(index: number): number {
  return index ^ sign;
}

function valueOf(values: Numbers, bits: number): number {
  if (values instanceof Float32Array) {
    return new Float32Array(Uint32Array.of(bits).buffer)[0];
  }
  return values instanceof Int32Array ? bits | 0 : bits;
}
