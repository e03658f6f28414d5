import { formatNumber } from '../../common/number';
import type { Translate } from '../../common/translate';
import type { Cell } from '../models';
import type { Position, SliderAxis } from '../plane/axes';

/** What a picture shows, for its caption: output, place along the other axes, contrast. */
export function captionOf(
  output: string,
  cells: readonly Cell[],
  sliders: readonly SliderAxis[],
  position: Position,
  t: Translate
): string {
  const place = sliders.map(({ id, size }) => t('%1 %2 of %3', id, Math.min(position[id] ?? 0, size - 1) + 1, size));
  const contrasts = cells.flatMap(({ title, model }) =>
    model?.painting.kind === 'scale'
      ? [
          t(
            '%1 shown from %2 to %3',
            title,
            formatNumber(model.painting.contrast.low),
            formatNumber(model.painting.contrast.high)
          )
        ]
      : []
  );
  return `${[t('Output “%1”', output), ...place, ...contrasts].join('; ')}.`;
}
