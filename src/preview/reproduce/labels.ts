import type { Numbers } from '../../tensor/cast';
import { toNumbers } from '../../tensor/cast';
import { indexOf } from '../../tensor/strides';
import type { Tensor } from '../../tensor/tensor';

/** Two label images (background 0, every object a number of its own) compared object by object; numbers do not matter. */
export interface Labels {
  /** Objects in the expected output. */
  readonly expected: number;
  /** Objects in the reproduced output. */
  readonly found: number;
  /** Objects that are there on both sides with the very same pixels. */
  readonly matched: number;
  /** Objects that are there on both sides with other outlines. */
  readonly differing: number;
  readonly missing: number;
  readonly extra: number;
  /** The object that differs most: its centre, one number per axis, and how much of both objects is shared (IoU). */
  readonly worst?: { readonly at: readonly number[]; readonly overlap: number };
}

export interface LabelComparison {
  readonly labels: Labels;
  /** By the number of a found object: the expected object that it is. Extra objects are not in it. */
  readonly partner: ReadonlyMap<number, number>;
  /** Elements that differ when each found object takes the number of the expected one that it is. */
  readonly mismatched: number;
  /** Numbers differ even where the objects are the same. */
  readonly renumbered: boolean;
}

interface Sizes {
  readonly expected: Map<number, number>;
  readonly found: Map<number, number>;
  /** Shared elements of each expected object with each found one. */
  readonly shared: Map<number, Map<number, number>>;
}

/**
 * Compares label images of the same shape. Objects are the same where they share more than half of their common area
 * (IoU above 0.5): then no other pair can claim either of them, so that the matching is the best one there is.
 */
export function compareLabels(expected: Tensor, actual: Tensor): LabelComparison {
  const wanted = toNumbers(expected);
  const given = toNumbers(actual);
  const sizes = count(wanted, given);
  const partner = new Map<number, number>();
  let matched = 0;
  let worst: { label: number; missing: boolean; overlap: number } | undefined;
  const note = (label: number, missing: boolean, overlap: number) => {
    worst = !worst || overlap < worst.overlap ? { label, missing, overlap } : worst;
  };
  for (const [label, size] of sizes.expected) {
    const { other, overlap } = best(label, size, sizes);
    if (other !== undefined && overlap > 0.5) {
      partner.set(other, label);
      matched += overlap === 1 ? 1 : 0;
    }
    if (overlap < 1) {
      note(label, true, overlap);
    }
  }
  for (const label of sizes.found.keys()) {
    if (!partner.has(label)) {
      note(label, false, 0);
    }
  }
  const labels: Labels = {
    expected: sizes.expected.size,
    found: sizes.found.size,
    matched,
    differing: partner.size - matched,
    missing: sizes.expected.size - partner.size,
    extra: sizes.found.size - partner.size,
    ...(worst && {
      worst: { at: centre(worst.missing ? wanted : given, worst.label, expected.shape), overlap: worst.overlap }
    })
  };
  const mismatched = renumbered(wanted, given, partner);
  return { labels, partner, mismatched, renumbered: [...partner].some(([a, b]) => a !== b) };
}

function count(wanted: Numbers, given: Numbers): Sizes {
  const expected = new Map<number, number>();
  const found = new Map<number, number>();
  const shared = new Map<number, Map<number, number>>();
  for (let i = 0; i < wanted.length; i++) {
    const [a, b] = [wanted[i], given[i]];
    if (a !== 0) {
      expected.set(a, (expected.get(a) ?? 0) + 1);
    }
    if (b !== 0) {
      found.set(b, (found.get(b) ?? 0) + 1);
    }
    if (a !== 0 && b !== 0) {
      const row = shared.get(a) ?? new Map<number, number>();
      row.set(b, (row.get(b) ?? 0) + 1);
      shared.set(a, row);
    }
  }
  return { expected, found, shared };
}

function best(label: number, size: number, { found, shared }: Sizes): { other?: number; overlap: number } {
  let result: { other?: number; overlap: number } = { overlap: 0 };
  for (const [other, common] of shared.get(label) ?? []) {
    const overlap = common / (size + (found.get(other) ?? 0) - common);
    result = overlap > result.overlap ? { other, overlap } : result;
  }
  return result;
}

/** Elements that differ when found objects take their partners' numbers. */
function renumbered(wanted: Numbers, given: Numbers, partner: ReadonlyMap<number, number>): number {
  let mismatched = 0;
  for (let i = 0; i < wanted.length; i++) {
    const number = given[i] === 0 ? 0 : (partner.get(given[i]) ?? -1);
    mismatched += number === wanted[i] ? 0 : 1;
  }
  return mismatched;
}

/** The mean position of an object's elements, rounded. */
function centre(values: Numbers, label: number, shape: readonly number[]): number[] {
  const sums = shape.map(() => 0);
  let size = 0;
  for (let i = 0; i < values.length; i++) {
    if (values[i] === label) {
      size++;
      indexOf(shape, i).forEach((place, axis) => {
        sums[axis] += place;
      });
    }
  }
  return sums.map(sum => Math.round(sum / size));
}
