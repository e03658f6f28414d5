import type { Numbers } from './cast';
import { countRanks } from './counting';
import type { RanksOf, Selected } from './counting';
import { selectInPlace } from './quickselect';

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
