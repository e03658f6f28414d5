import * as React from 'react';
import { useState } from 'react';

/** Tools that are rarely used: made when first unfolded. */
export function Fold({ title, children }: { title: string; children(): React.ReactNode }): React.ReactElement {
  const [open, setOpen] = useState(false);
  return (
    <details
      className="jp-Zooport-fold"
      onToggle={event => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary>{title}</summary>
      {open && <div className="jp-Zooport-foldInside">{children()}</div>}
    </details>
  );
}
