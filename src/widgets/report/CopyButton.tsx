import * as React from 'react';
import { useState } from 'react';
import { useTranslate } from '../common/translate';

/** Copies a text; where the browser does not allow it (plain http), shows it ready to be copied by hand. */
export function CopyButton({ text }: { text: string }): React.ReactElement {
  const t = useTranslate();
  const [state, setState] = useState<'ready' | 'copied' | 'by hand'>('ready');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('by hand');
    }
  };
  return (
    <>
      <button type="button" onClick={() => void copy()}>
        {t('Copy as text')}
      </button>
      <span role="status">{state === 'copied' ? t('Copied.') : ''}</span>
      {state === 'by hand' && (
        <label className="jp-Zooport-byHand">
          {t('This page may not use the clipboard. Select and copy:')}
          <textarea readOnly rows={8} value={text} />
        </label>
      )}
    </>
  );
}
