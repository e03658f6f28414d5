import { formatNumber } from '../common/number';
import type { Translate } from '../common/translate';
import type { PictureModel } from './models';
import { objectCount } from './objects/objectText';
import type { Pictures } from './pictures';

/** What the pictures show, for those who do not see them: sizes, ranges, the largest difference and where it is. */
export function wordsOf(pictures: Pictures, own: boolean, t: Translate): string {
  const { input, expected, reproduced, difference, largest } = pictures;
  const outputs: readonly (readonly [string, PictureModel | null])[] = own
    ? [[t('Output'), expected]]
    : [
        [t('Expected'), expected],
        [t('Reproduced'), reproduced]
      ];
  const sentences = [[t('Input'), input] as const, ...outputs].flatMap(([title, model]) =>
    model ? [sentenceOf(title, model, t)] : []
  );
  if (largest) {
    sentences.push(
      largest.size === 0
        ? t('No difference in this plane.')
        : t(
            'The largest difference in this plane is %1, at y %2, x %3.',
            formatNumber(largest.size),
            largest.y,
            largest.x
          )
    );
  } else if (difference?.painting.kind === 'objects') {
    sentences.push(`${objectCount('difference', difference.painting, t)}.`);
  }
  return sentences.join(' ');
}

function sentenceOf(title: string, { name, plane, painting }: PictureModel, t: Translate): string {
  const size = t('%1: %2 × %3 pixels', title, plane.height, plane.width);
  if (painting.kind === 'objects') {
    return `${size}, ${objectCount(name, painting, t)}.`;
  }
  return painting.kind === 'scale'
    ? t('%1, shown from %2 to %3.', size, formatNumber(painting.contrast.low), formatNumber(painting.contrast.high))
    : `${size}.`;
}
