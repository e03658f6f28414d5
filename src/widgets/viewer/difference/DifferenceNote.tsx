import * as React from 'react';
import { useMemo } from 'react';
import { formatNumber } from '../../common/number';
import { Icon } from '../../common/Icon';
import { CheckBox } from '../../common/CheckBox';
import { useTranslate, type Translate } from '../../common/translate';
import { notFiniteCounts, type Pictures } from '../pictures';

/** What the colours of the difference mean here, so that rounding is not taken for a fault, nor a fault overlooked. */
export function DifferenceNote({
  pictures,
  magnify,
  onMagnify
}: {
  pictures: Pictures;
  magnify: boolean;
  onMagnify(magnify: boolean): void;
}): React.ReactElement {
  const t = useTranslate();
  const { scale } = pictures;
  const missing = useMemo(() => notFiniteCounts(pictures), [pictures]);
  const holes = missing.expected + missing.reproduced > 0;
  return (
    <div className="jp-Zooport-differenceNote">
      {holes && (
        <p>
          <span className="jp-Zooport-swatch" aria-hidden="true" />
          {t(
            'Magenta: not a number. %1 pixels of the expected picture, %2 of the reproduced one.',
            missing.expected,
            missing.reproduced
          )}
        </p>
      )}
      {scale?.nothingToSee && (
        <>
          <p>
            <Icon name="info" />
            {scale.magnified
              ? t('The difference is magnified: its colours reach only to ±%1.', formatNumber(scale.limit))
              : scale.largest === 0
                ? holes
                  ? t('No difference where both pictures hold numbers.')
                  : t('No difference: both pictures are the same.')
                : t(
                    holes
                      ? 'Nothing to see where both hold numbers: the difference is at most %1. Its colours reach to ±%2, a thousandth of the expected range.'
                      : 'Nothing to see: the difference is at most %1. Its colours reach to ±%2, a thousandth of the expected range.',
                    formatNumber(scale.largest),
                    formatNumber(scale.limit)
                  )}
          </p>
          {scale.largest > 0 && (
            <CheckBox
              checked={magnify}
              onChange={checked => {
                onMagnify(checked);
              }}
            >
              {t('Magnify the difference')}
            </CheckBox>
          )}
        </>
      )}
      {!pictures.difference && pictures.reproduced && (
        <p>
          <Icon name="warning" />
          {differentSizes(pictures, t)}
        </p>
      )}
    </div>
  );
}

/** Rows and columns where those differ; else all axes, for volumes of another depth. */
function differentSizes({ expected, reproduced, otherShapes }: Pictures, t: Translate): string {
  const [one, other] = [expected.plane, reproduced?.plane ?? expected.plane];
  return one.height === other.height && one.width === other.width && otherShapes
    ? t('No difference can be shown: expected is %1, reproduced %2.', otherShapes.expected, otherShapes.reproduced)
    : t(
        'No difference can be shown: expected is %1 × %2 pixels, reproduced %3 × %4.',
        one.height,
        one.width,
        other.height,
        other.width
      );
}
