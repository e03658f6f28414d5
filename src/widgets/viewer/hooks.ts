import { useCallback, useMemo, useState } from 'react';
import type { OutputView } from '../../preview/report/report';
import { useTranslate } from '../common/translate';
import type { Point } from './camera/camera';
import type { Looks } from './looks';
import type { PictureModel } from './models';
import { valueText } from './objects/objectText';
import { picturesOf, reading, type Pictures } from './pictures';
import type { Position } from './plane/axes';
import { planesOf } from './planes';
import { wholeOf, type Whole } from './whole';

/** The four pictures of a view; the costly steps are made once per view, position and scale. */
export function usePictures(
  view: OutputView,
  whole: Whole,
  position: Position,
  magnify: boolean,
  looks: Looks
): Pictures {
  const { projected } = looks;
  const planes = useMemo(() => planesOf(view, whole, position, projected), [view, whole, position, projected]);
  return useMemo(
    () => picturesOf(view, whole, position, magnify, looks, planes),
    [view, whole, position, magnify, looks, planes]
  );
}

export function useWhole(view: OutputView): Whole {
  return useMemo(() => wholeOf(view), [view]);
}

/** The marked pixel for screen readers, told when a key has moved it: a pointer would never let them finish. */
export function useSpoken(pictures: Pictures, cursor: Point | null, own: boolean): { spoken: string; speak(): void } {
  const t = useTranslate();
  const [spoken, setSpoken] = useState('');
  const speak = useCallback(() => {
    if (cursor) {
      const { plane } = pictures.expected;
      const text = (picture: PictureModel | null): string => valueText(picture, reading(picture, plane, cursor), t);
      const expected = text(pictures.expected);
      const reproduced = text(pictures.reproduced);
      if (own) {
        setSpoken(t('y %1, x %2: output %3', cursor.y, cursor.x, expected));
        return;
      }
      setSpoken(t('y %1, x %2: expected %3, reproduced %4', cursor.y, cursor.x, expected, reproduced));
    }
  }, [cursor, own, pictures, t]);
  return { spoken, speak };
}
