import * as React from 'react';
import { useMemo } from 'react';
import { formatNumber } from '../../common/number';
import { useTranslate } from '../../common/translate';
import type { Point } from '../camera/camera';
import { Histogram } from '../contrast/Histogram';
import { sampleOf } from '../contrast/sample';
import type { Looks } from '../looks';
import type { Plane } from '../plane/plane';
import type { DifferenceScale } from './difference';
import { sampledPlane } from './sampled';
import { worstPlaces } from './places';

const most = 10;

/** How the differences of this plane are spread, how far their colours reach, and where the largest ones are. */
export function DifferencePanel({
  plane,
  scale,
  onLooks,
  onGo
}: {
  plane: Plane;
  scale: DifferenceScale;
  onLooks(change: Partial<Looks>): void;
  onGo(pixel: Point): void;
}): React.ReactElement {
  const t = useTranslate();
  const sorted = useMemo(() => sampleOf(sampledPlane(plane)), [plane]);
  const places = useMemo(() => worstPlaces(plane, most), [plane]);
  const reach = Math.max(scale.largest, scale.limit);
  return (
    <>
      <Histogram
        sorted={sorted}
        low={-reach}
        high={reach}
        handles={[
          {
            label: t('Colours reach to'),
            value: scale.limit,
            onMove: value => {
              onLooks({ limit: Math.max(Math.abs(value), reach / 1000) });
            }
          }
        ]}
      />
      <div className="jp-Zooport-toolRow">
        <span>{t('Colours reach from −%1 to %1.', formatNumber(scale.limit))}</span>
        <button
          type="button"
          onClick={() => {
            onLooks({ limit: null });
          }}
        >
          {t('As far as differences do')}
        </button>
      </div>
      {places.length > 0 && (
        <>
          <h4>{t('Largest differences of this plane')}</h4>
          <ol className="jp-Zooport-places">
            {places.map(({ y, x, value }) => (
              <li key={`${y} ${x}`}>
                <button
                  type="button"
                  onClick={() => {
                    onGo({ y, x });
                  }}
                >
                  {t('y %1, x %2: %3', y, x, Number.isFinite(value) ? formatNumber(value) : t('not a number'))}
                </button>
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}
