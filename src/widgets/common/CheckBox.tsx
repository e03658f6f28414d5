import * as React from 'react';

interface CheckBoxProps {
  readonly checked: boolean;
  readonly children: React.ReactNode;
  onChange(checked: boolean): void;
}

/** A checkbox with its words behind it. */
export function CheckBox({ checked, children, onChange }: CheckBoxProps): React.ReactElement {
  return (
    <label className="jp-Zooport-check">
      <input
        type="checkbox"
        checked={checked}
        onChange={event => {
          onChange(event.target.checked);
        }}
      />
      {children}
    </label>
  );
}
