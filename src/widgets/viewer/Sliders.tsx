import * as React from 'react';
import { useId } from 'react';
import { useTranslate } from '../common/translate';
import type { Position, SliderAxis } from './plane/axes';

/** One slider for every axis that is not in the pictures: channels, slices, times. */
export function Sliders({
  axes,
  position,
  onChange,
  children
}: {
  axes: readonly SliderAxis[];
  position: Position;
  onChange(position: Position): void;
  readonly children?: React.ReactNode;
}): React.ReactElement {
  const t = useTranslate();
  const base = useId();
  return (
    <>
      {axes.map(({ id, size }) => {
        const at = Math.min(position[id] ?? 0, size - 1);
        const text = t('%1 of %2', at + 1, size);
        return (
          <div key={id} className="jp-Zooport-slider">
            <label htmlFor={`${base}-${id}`}>{id}</label>
            <input
              id={`${base}-${id}`}
              type="range"
              min={0}
              max={size - 1}
              value={at}
              aria-valuetext={text}
              onChange={event => {
                onChange({ ...position, [id]: event.target.valueAsNumber });
              }}
            />
            <output htmlFor={`${base}-${id}`}>{text}</output>
          </div>
        );
      })}
      {children}
    </>
  );
}
