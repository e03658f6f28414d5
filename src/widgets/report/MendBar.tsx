import * as React from 'react';
import { useTranslate } from '../common/translate';
import type { MendingState } from './mending';

/** Mends that are made but not written yet, with what to do about them. */
export function MendBar({ mending }: { mending: MendingState }): React.ReactElement {
  const t = useTranslate();
  const { made, notice, busy, undo, save } = mending;
  return (
    <div className="jp-Zooport-mendBar">
      <p role="status">{notice}</p>
      {made.length > 0 && (
        <section aria-label={t('Mends that are not saved yet')}>
          <p>{t('Mended here, not saved yet: %1', made.join('; '))}</p>
          <div className="jp-Zooport-actions">
            {save && (
              <button type="button" className="jp-mod-primary" disabled={busy} onClick={save}>
                {t('Save the mended bundle')}
              </button>
            )}
            <button type="button" disabled={busy} onClick={undo}>
              {t('Undo the last mend')}
            </button>
          </div>
          {!save && <p className="jp-Zooport-hint">{t('This bundle cannot be written to from here.')}</p>}
        </section>
      )}
    </div>
  );
}
