import * as React from 'react';
import { useId } from 'react';
import type { Origin } from '../../../kernel/protocol';
import { Badge } from './Badge';

/** One of several, with the reason for the one that was chosen. */
export function Choice({
  label,
  value,
  options,
  why,
  origin,
  onChange
}: {
  label: string;
  value: string;
  options: readonly (readonly [id: string, title: string])[];
  why?: string;
  origin?: Origin;
  onChange(id: string): void;
}): React.ReactElement {
  const base = useId();
  return (
    <div className="jp-Zooport-row">
      <div className="jp-Zooport-rowHead">
        <label htmlFor={base}>{label}</label>
        {origin && <Badge origin={origin} where={why ?? ''} />}
      </div>
      <select
        id={base}
        value={value}
        aria-describedby={why === undefined ? undefined : `${base}-why`}
        onChange={event => {
          onChange(event.target.value);
        }}
      >
        {options.map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
      {why !== undefined && (
        <p id={`${base}-why`} className="jp-Zooport-hint">
          {why}
        </p>
      )}
    </div>
  );
}
