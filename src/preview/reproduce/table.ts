import { toNumbers } from '../../tensor/cast';
import { indexOf } from '../../tensor/strides';
import type { Tensor } from '../../tensor/tensor';

/** One element that differs. */
export interface Differing {
  /** Its position along each axis, by the axes' ids. */
  readonly at: Readonly<Record<string, number>>;
  /** NaN and infinite values are `null`, as is a difference to them. */
  readonly expected: number | null;
  readonly got: number | null;
  readonly difference: number | null;
}

const most = 10;

/**
 * The elements that differ most, at most ten of them: first those that are not finite on one side, then by the size of
 * the difference. Empty where nothing differs. Tensors of the same shape; an axis without an id has its number as name.
 */
export function differingMost(expected: Tensor, actual: Tensor, axes: readonly string[] = []): Differing[] {
  const wanted = toNumbers(expected);
  const given = toNumbers(actual);
  const top: { at: number; size: number }[] = [];
  let least = 0;
  for (let i = 0; i < wanted.length; i++) {
    const difference = Math.abs(given[i] - wanted[i]);
    // Infinity less infinity and NaN are no number; what cannot be compared differs more than anything.
    const size = difference === difference ? difference : Infinity;
    if (size > least) {
      top.push({ at: i, size });
      top.sort((one, other) => other.size - one.size || one.at - other.at);
      top.length = Math.min(top.length, most);
      least = top.length === most ? top[most - 1].size : 0;
    }
  }
  return top.map(({ at }) => ({
    at: Object.fromEntries(indexOf(expected.shape, at).map((place, axis) => [axes[axis] ?? String(axis), place])),
    expected: finite(wanted[at]),
    got: finite(given[at]),
    difference: finite(given[at] - wanted[at])
  }));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
