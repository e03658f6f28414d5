import { formatNumber } from '../../common/number';
import type { Translate } from '../../common/translate';
import type { Painting, PictureModel, PictureName } from '../models';
import { objectDifferences } from './objects';

type ObjectCount = Pick<Extract<Painting, { kind: 'objects' }>, 'count' | 'here'>;

/** "14 objects", "14 objects, 3 in this plane"; of the difference "2 objects differ". */
export function objectCount(name: PictureName, { count, here }: ObjectCount, t: Translate): string {
  if (name === 'difference') {
    return count === 0 ? t('No object differs') : count === 1 ? t('1 object differs') : t('%1 objects differ', count);
  }
  const whole = count === 1 ? t('1 object') : t('%1 objects', count);
  return here === undefined ? whole : t('%1, %2 in this plane', whole, here);
}

/** What a picture holds at a pixel: a value, an object's number, or in what objects differ; "–" where it has nothing. */
export function valueText(picture: PictureModel | null, value: number | undefined, t: Translate): string {
  if (!picture || value === undefined) {
    return '–';
  }
  if (picture.painting.kind === 'scale') {
    return formatNumber(value, 4);
  }
  if (picture.name === 'difference') {
    return differenceText(value, t);
  }
  return value === 0 ? t('background') : t('object %1', value);
}

function differenceText(kind: number, t: Translate): string {
  switch (kind) {
    case objectDifferences.missing:
      return t('missing object');
    case objectDifferences.extra:
      return t('extra object');
    case objectDifferences.both:
      return t('missing and extra object');
    case objectDifferences.outline:
      return t('other outline');
    default:
      return t('same');
  }
}
