import * as React from 'react';
import { useMemo } from 'react';
import type { OutputView } from '../../../preview/report/report';
import { formatNumber } from '../../common/number';
import { CheckBox } from '../../common/CheckBox';
import { useTranslate } from '../../common/translate';
import { Histogram } from '../contrast/Histogram';
import { valuesIn, type Looks } from '../looks';
import type { Pictures } from '../pictures';
import { shareAbove } from './share';

interface OverlayProps {
  readonly view: OutputView;
  readonly pictures: Pictures;
  readonly looks: Looks;
  readonly own: boolean;
  onLooks(change: Partial<Looks>): void;
}

/** Outputs over the input, objects by their borders, and values as the mask that a threshold makes of them. */
export function OverlayPanel({ view, pictures, looks, own, onLooks }: OverlayProps): React.ReactElement {
  const t = useTranslate();
  const { over, opacity, outline, threshold } = looks;
  const objects = pictures.objects !== null;
  return (
    <>
      <CheckBox
        checked={over}
        onChange={checked => {
          onLooks({ over: checked });
        }}
      >
        {own ? t('Show the output over the input') : t('Show the outputs over the input')}
      </CheckBox>
      {objects && (
        <CheckBox
          checked={outline}
          onChange={checked => {
            onLooks({ outline: checked });
          }}
        >
          {t('Outlines only')}
        </CheckBox>
      )}
      {!objects && <Threshold {...{ view, pictures, threshold, own, onLooks }} />}
      <label className="jp-Zooport-toolRow">
        {t('Opacity')}
        <input
          type="range"
          min={0.1}
          max={1}
          step={0.05}
          value={opacity}
          aria-valuetext={`${Math.round(opacity * 100)} %`}
          onChange={event => {
            onLooks({ opacity: event.target.valueAsNumber });
          }}
        />
        <span aria-hidden="true">{`${Math.round(opacity * 100)} %`}</span>
      </label>
    </>
  );
}

function Threshold({
  view,
  pictures: { expected, reproduced },
  threshold,
  own,
  onLooks
}: Omit<OverlayProps, 'looks'> & Pick<Looks, 'threshold'>): React.ReactElement {
  const t = useTranslate();
  const sorted = useMemo(() => valuesIn(view.expected, null), [view]);
  const [low, high] = [sorted[0] ?? 0, sorted[sorted.length - 1] ?? 1];
  const shares = useMemo(
    () =>
      threshold === null
        ? []
        : [expected, ...(reproduced ? [reproduced] : [])].map(({ plane }) => shareAbove(plane, threshold)),
    [threshold, expected, reproduced]
  );
  const percent = (share: number): string => formatNumber(share * 100, 3);
  return (
    <>
      <CheckBox
        checked={threshold !== null}
        onChange={checked => {
          onLooks({ threshold: checked ? (low + high) / 2 : null });
        }}
      >
        {t('Mask from a threshold')}
      </CheckBox>
      {threshold !== null && (
        <>
          <Histogram
            sorted={sorted}
            low={low}
            high={high}
            handles={[
              {
                label: t('Threshold'),
                value: threshold,
                onMove: value => {
                  onLooks({ threshold: value });
                }
              }
            ]}
          />
          <p role="status">
            {own || shares.length < 2
              ? t('From %1 on: %2 % of this plane.', formatNumber(threshold, 4), percent(shares[0]))
              : t(
                  'From %1 on: %2 % of this plane of the expected output, %3 % of the reproduced one.',
                  formatNumber(threshold, 4),
                  percent(shares[0]),
                  percent(shares[1])
                )}
          </p>
        </>
      )}
    </>
  );
}
