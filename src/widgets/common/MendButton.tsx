import * as React from 'react';
import type { Fix } from '../../spec/fix';

/** The button that makes one mend. `busy`: another one is being made. */
export function MendButton(props: { fix: Fix; busy?: boolean; onMend(fix: Fix): void }): React.ReactElement {
  const { fix, busy, onMend } = props;
  return (
    <button
      type="button"
      className="jp-Zooport-mend"
      disabled={busy}
      onClick={() => {
        onMend(fix);
      }}
    >
      {fix.label}
    </button>
  );
}
