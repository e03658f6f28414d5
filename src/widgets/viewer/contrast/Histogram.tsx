import * as React from 'react';
import { useMemo } from 'react';
import { formatNumber } from '../../common/number';
import { histogramOf, outlineOf } from './bins';

const bins = 96;
const steps = 1000;

/** A handle on a histogram. */
export interface Handle {
  readonly label: string;
  readonly value: number;
  onMove(value: number): void;
}

/** How often which values are, with handles that mouse and arrow keys move. */
export function Histogram({
  sorted,
  low,
  high,
  handles
}: {
  /** Ascending. */
  sorted: Float64Array;
  low: number;
  high: number;
  handles: readonly Handle[];
}): React.ReactElement {
  const path = useMemo(() => outlineOf(histogramOf(sorted, low, high, bins)), [sorted, low, high]);
  const span = high > low ? high - low : 1;
  // What no colour could tell from 0 is 0: a sigmoid's 2.8e−21 says nothing here.
  const formatEnd = (value: number): string => formatNumber(Math.abs(value) < span * 1e-6 ? 0 : value);
  return (
    <div className="jp-Zooport-histogram">
      <svg viewBox={`0 0 ${bins} 1`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <path d={path} fill="currentColor" />
      </svg>
      <div className="jp-Zooport-handles">
        {handles.map(({ label, value, onMove }) => (
          <input
            key={label}
            type="range"
            aria-label={label}
            aria-valuetext={formatNumber(value, 4)}
            min={0}
            max={steps}
            value={Math.round(((value - low) / span) * steps)}
            onChange={event => {
              onMove(low + (event.target.valueAsNumber / steps) * span);
            }}
          />
        ))}
      </div>
      <p className="jp-Zooport-pair">
        <span>{formatEnd(low)}</span>
        <span>{formatEnd(high)}</span>
      </p>
    </div>
  );
}
