import { toNumbers } from '../../tensor/cast';
import type { Numbers } from '../../tensor/cast';
import type { Closeness } from '../../tensor/closeness';
import { acceptsConstant, spareOf } from '../../tensor/closeness';
import { isDiscrete } from '../../tensor/dtype';
import { selectRanks } from '../../tensor/select';
import { valueRange } from '../../tensor/stats';
import type { Tensor } from '../../tensor/tensor';

/** The largest that a description may say: relative, and absolute as a share of the largest expected value. */
export const MOST_RELATIVE = 0.01;
/** A little below the 0.01 of the format, which bioimageio.spec multiplies in 32 bits. */
export const MOST_ABSOLUTE = 0.0099;

/** Of the range of the values: about what the zoo's own tolerance is of a probability's. */
const SHARE = 0.01;
/** A constant in the middle passes from half the range on. */
const MOST_SHARE = 0.25;

/**
 * A closeness under which no constant image passes in place of the expected output: `usual` where it does so already,
 * else one that fits the range of the values, or one that lets fewer of them differ. It allows `needed` (what rounding
 * makes, in the output's own numbers) as far as that can be. Undefined where the output is one constant.
 * That of whole numbers has no tolerance but the number of those that may differ.
 */
export function tellingCloseness(output: Tensor, usual: Closeness, needed: number): Closeness | undefined {
  const values = toNumbers(output);
  const all = { ...usual, mismatchedPerMillion: 0 };
  const candidates = isDiscrete(output.dtype)
    ? [usual, fewer(values)]
    : [usual, fitted(output, usual, needed), all, fitted(output, all, needed)];
  return candidates.find(one => !acceptsConstant(values, one));
}

/** Whole numbers: half as many may differ as there are beside the most frequent one. */
function fewer(values: Numbers): Closeness {
  const counts = new Map<number, number>();
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const others = values.length - [...counts.values()].reduce((most, count) => Math.max(most, count), 0);
  return { relative: 0, absolute: 0, mismatchedPerMillion: Math.floor((others * 5e5) / values.length) };
}

/** A part of the range that is left when those that may differ are taken away on either side. */
function fitted(output: Tensor, { mismatchedPerMillion }: Closeness, needed: number): Closeness {
  const values = toNumbers(output);
  const spare = spareOf(values.length, { relative: 0, absolute: 0, mismatchedPerMillion });
  const { found } = selectRanks(values, count => [Math.min(spare, count - 1), Math.max(0, count - 1 - spare)]);
  const range = found[1] - found[0];
  const wanted = Math.min(Math.max(SHARE * range, needed), MOST_SHARE * range);
  const { min, max } = valueRange(output) ?? { min: 0, max: 0 };
  const absolute = rounded(Math.min(wanted, Math.max(0, MOST_ABSOLUTE * max)));
  const size = Math.max(Math.abs(min), Math.abs(max));
  // What may not be said as an absolute one, where all values are small or below 0, is said as a relative one.
  const relative = size > 0 ? rounded(Math.min(MOST_RELATIVE, Math.max(0, wanted - absolute) / size)) : 0;
  return { relative: absolute < 0.9 * wanted ? relative : 0, absolute, mismatchedPerMillion };
}

/** Two digits, rounded down: more would only look exact. */
export function rounded(value: number): number {
  if (!(value > 0)) {
    return 0;
  }
  const digit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((Math.floor(value / digit) * digit).toPrecision(2));
}
