import type { Translate } from '../common/translate';
import type { Cell, Mode } from './models';
import type { Pictures } from './pictures';

/** The pictures of an arrangement; `swapped` shows the second of a pair where the first stands. */
export function cellsOf(
  { input, expected, reproduced, difference }: Pictures,
  own: boolean,
  mode: Mode,
  swapped: boolean,
  t: Translate
): readonly Cell[] {
  const first: Cell = { title: t('Input'), model: input, missing: '' };
  const output: Cell = { title: own ? t('Output') : t('Expected'), model: expected, missing: '' };
  const again: Cell = { title: t('Reproduced'), model: reproduced, missing: t('The network did not run.') };
  const pair = own ? [first, output] : [output, again];
  switch (mode) {
    case 'flicker':
      return [pair[swapped ? 1 : 0]];
    case 'swipe':
      return pair;
    case 'sections':
      return [output];
    default:
      return own
        ? [first, output]
        : [
            first,
            swapped && reproduced ? again : output,
            again,
            { title: t('Difference'), model: difference, missing: t('Nothing to compare.') }
          ];
  }
}

/** The arrangements that there are pictures for. */
export function modesOf({ reproduced }: Pictures, own: boolean, deep: boolean): readonly Mode[] {
  const pair: readonly Mode[] = own || reproduced ? ['flicker', 'swipe'] : [];
  return ['side', ...pair, ...(deep ? (['sections'] as const) : [])];
}

export function labelOf(cells: readonly Cell[], own: boolean, mode: Mode, t: Translate): string {
  if (mode === 'side') {
    return own ? t('Input and output') : t('Input, expected, reproduced and difference');
  }
  return cells.length > 1 ? t('%1 and %2', cells[0].title, cells[1].title) : cells[0].title;
}
