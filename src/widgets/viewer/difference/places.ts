import { eachRow, type Plane } from '../plane/plane';
import type { Largest } from './difference';

/** Differences nearer to one another than this are one place. */
const block = 16;

/**
 * The places where a difference is largest, at most `count` of them, the largest first: one in each square of 16 pixels.
 * Values that are not numbers count as the largest.
 */
export function worstPlaces(difference: Plane, count: number): readonly (Largest & { readonly value: number })[] {
  const across = Math.ceil(difference.width / block);
  const best = new Map<number, Largest & { readonly value: number }>();
  eachRow(difference, (values, y) => {
    const down = Math.floor(y / block) * across;
    for (let x = 0; x < values.length; x++) {
      const value = values[x];
      const size = value === value ? Math.abs(value) : Infinity;
      if (size > 0) {
        const at = down + Math.floor(x / block);
        const before = best.get(at);
        if (!before || size > before.size) {
          best.set(at, { size, y, x, value });
        }
      }
    }
  });
  return [...best.values()].sort((one, other) => other.size - one.size).slice(0, count);
}
