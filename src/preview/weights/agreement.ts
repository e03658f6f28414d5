import { toNumbers } from '../../tensor/cast';
import type { Tensor } from '../../tensor/tensor';

/** How far two weights formats are from each other at one output. */
export interface Agreement {
  readonly output: string;
  readonly weights: readonly [string, string];
  /** Over the elements that are finite on both sides; `null` where there are none, or the shapes differ. */
  readonly maxAbsolute: number | null;
}

/** Outputs after postprocessing, by the output's id, of the weights that ran. */
export type Computed = ReadonlyMap<string, ReadonlyMap<string, Tensor>>;

/** Every pair of weights formats that both gave an output, in the order in which they ran. */
export function agreementOf(computed: Computed, outputs: readonly string[]): Agreement[] {
  const ran = [...computed];
  return outputs.flatMap(output =>
    ran.flatMap(([one, ours], index) =>
      ran.slice(index + 1).flatMap(([other, theirs]) => {
        const [a, b] = [ours.get(output), theirs.get(output)];
        return a && b ? [{ output, weights: [one, other] as const, maxAbsolute: largestDifference(a, b) }] : [];
      })
    )
  );
}

function largestDifference(one: Tensor, other: Tensor): number | null {
  if (one.shape.length !== other.shape.length || one.shape.some((size, axis) => size !== other.shape[axis])) {
    return null;
  }
  const [a, b] = [toNumbers(one), toNumbers(other)];
  let largest: number | null = null;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i] - b[i]);
    if (Number.isFinite(difference) && (largest === null || difference > largest)) {
      largest = difference;
    }
  }
  return largest;
}
