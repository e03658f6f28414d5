import * as React from 'react';
import { useId, useMemo, useState } from 'react';
import type { OutputView, ViewTensor } from '../../../preview/report/report';
import { formatNumber } from '../../common/number';
import { CheckBox } from '../../common/CheckBox';
import { useTranslate, type Translate } from '../../common/translate';
import { channelOf, contrastKey, contrastOf, percentilesOf, valuesIn, type Look, type Looks } from '../looks';
import { mapNames, type Composite, type MapName } from '../paint/maps';
import { isChannel, type Position } from '../plane/axes';
import type { Whole } from '../whole';
import type { Contrast } from './contrast';
import { Histogram } from './Histogram';

const presets = [
  [0, 100],
  [0.1, 99.9],
  [1, 99],
  [5, 95]
] as const;

interface PanelProps {
  readonly view: OutputView;
  readonly whole: Whole;
  readonly looks: Looks;
  readonly position: Position;
  onLooks(change: Partial<Looks>): void;
}

/** Contrast by hand and by percentiles, colour map, gamma and channels: of the input, or of both outputs together. */
export function ContrastPanel({ view, whole, looks, position, onLooks }: PanelProps): React.ReactElement {
  const t = useTranslate();
  const id = useId();
  const [of, setOf] = useState<'input' | 'output'>('input');
  const axis = whole.sliders.find(isChannel);
  const channel = axis ? (position[axis.id] ?? 0) : 0;
  return (
    <>
      {!whole.objects && (
        <div className="jp-Zooport-toolRow" role="radiogroup" aria-label={t('Contrast and colours of')}>
          {(['input', 'output'] as const).map(name => (
            <label key={name} className="jp-Zooport-check">
              <input
                type="radio"
                name={id}
                checked={of === name}
                onChange={() => {
                  setOf(name);
                }}
              />
              {name === 'input' ? t('Input') : t('Outputs')}
            </label>
          ))}
        </div>
      )}
      <LookPanel
        key={of}
        view={of === 'input' ? view.input : view.expected}
        shared={whole[of]}
        look={looks[of]}
        channel={channel}
        onLook={change => {
          onLooks({ [of]: { ...looks[of], ...change } });
        }}
      />
    </>
  );
}

function LookPanel({
  view,
  shared,
  look,
  channel: at,
  onLook
}: {
  view: ViewTensor;
  shared: Contrast;
  look: Look;
  channel: number;
  onLook(change: Partial<Look>): void;
}): React.ReactElement {
  const t = useTranslate();
  const channel = useMemo(() => channelOf(view, at), [view, at]);
  const one = look.perChannel ? channel : null;
  const sorted = useMemo(() => valuesIn(view, one), [view, one]);
  const contrast = contrastOf(view, look, at, shared);
  const low = Math.min(sorted[0] ?? 0, contrast.low);
  const high = Math.max(sorted[sorted.length - 1] ?? 1, contrast.high);
  const set = ({ low, high }: Contrast): void => {
    const key = contrastKey(look, at);
    onLook({ contrasts: { ...look.contrasts, [key]: { low, high } } });
  };
  return (
    <>
      <Histogram
        sorted={sorted}
        low={low}
        high={high}
        handles={[
          {
            label: t('Darkest at'),
            value: contrast.low,
            onMove: value => {
              set({ low: Math.min(value, contrast.high), high: contrast.high });
            }
          },
          {
            label: t('Brightest at'),
            value: contrast.high,
            onMove: value => {
              set({ low: contrast.low, high: Math.max(value, contrast.low) });
            }
          }
        ]}
      />
      <p>{t('Shown from %1 to %2.', formatNumber(contrast.low, 4), formatNumber(contrast.high, 4))}</p>
      <div className="jp-Zooport-toolRow" role="group" aria-label={t('Percentiles')}>
        {presets.map(([from, to]) => (
          <button
            key={from}
            type="button"
            onClick={() => {
              set(percentilesOf(view, one, from, to));
            }}
          >
            {from === 0 ? t('All values') : t('%1–%2 %', from, to)}
          </button>
        ))}
        <button
          type="button"
          onClick={() => {
            onLook({ contrasts: {}, gamma: 1, inverted: false, map: 'grey' });
          }}
        >
          {t('As at first')}
        </button>
      </div>
      <Colours look={look} onLook={onLook} t={t} />
      {channel && <Channels look={look} onLook={onLook} t={t} />}
    </>
  );
}

interface LookPart {
  readonly look: Look;
  onLook(change: Partial<Look>): void;
  readonly t: Translate;
}

function Colours({ look, onLook, t }: LookPart): React.ReactElement {
  const names: Readonly<Record<MapName, string>> = {
    grey: t('Grey'),
    viridis: 'Viridis',
    magma: 'Magma',
    cividis: 'Cividis',
    green: t('Green'),
    magenta: t('Magenta'),
    cyan: t('Cyan'),
    yellow: t('Yellow')
  };
  return (
    <div className="jp-Zooport-toolRow">
      <label>
        {t('Colours')}
        <select
          value={look.map}
          onChange={event => {
            onLook({ map: mapNames.find(name => name === event.target.value) ?? 'grey' });
          }}
        >
          {mapNames.map(name => (
            <option key={name} value={name}>
              {names[name]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('Gamma')}
        <input
          type="range"
          min={0.2}
          max={3}
          step={0.05}
          value={look.gamma}
          onChange={event => {
            onLook({ gamma: event.target.valueAsNumber });
          }}
        />
        <span aria-hidden="true">{look.gamma.toFixed(2)}</span>
      </label>
      <CheckBox
        checked={look.inverted}
        onChange={checked => {
          onLook({ inverted: checked });
        }}
      >
        {t('Inverted')}
      </CheckBox>
    </div>
  );
}

function Channels({ look, onLook, t }: LookPart): React.ReactElement {
  const names: Readonly<Record<Composite, string>> = {
    no: t('One channel'),
    print: t('All: cyan, magenta, yellow'),
    light: t('All: red, green, blue')
  };
  return (
    <div className="jp-Zooport-toolRow">
      <label>
        {t('Channels')}
        <select
          value={look.composite}
          onChange={event => {
            const { value } = event.target;
            onLook({ composite: value === 'light' || value === 'print' ? value : 'no' });
          }}
        >
          {(['no', 'print', 'light'] as const).map(name => (
            <option key={name} value={name}>
              {names[name]}
            </option>
          ))}
        </select>
      </label>
      <CheckBox
        checked={look.perChannel}
        onChange={checked => {
          onLook({ perChannel: checked });
        }}
      >
        {t('Each channel has its own contrast')}
      </CheckBox>
    </div>
  );
}
