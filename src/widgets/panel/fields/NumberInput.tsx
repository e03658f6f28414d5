import * as React from 'react';
import { useId, useState } from 'react';

interface NumberInputProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number | 'any';
  readonly describedBy?: string;
  onChange(value: number): void;
}

/** A number with its label. What is being typed may be no number, or out of range, for a moment. */
export function NumberInput({
  label,
  value,
  min,
  max,
  step,
  describedBy,
  onChange
}: NumberInputProps): React.ReactElement {
  const id = useId();
  const [text, setText] = useState<string | null>(null);
  return (
    <span className="jp-Zooport-number">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="number"
        min={min}
        max={max}
        step={step}
        aria-describedby={describedBy}
        value={text ?? value}
        onChange={event => {
          setText(event.target.value);
          const number = event.target.valueAsNumber;
          if (number >= min && number <= max) {
            onChange(number);
          }
        }}
        onBlur={() => {
          setText(null);
        }}
      />
    </span>
  );
}
