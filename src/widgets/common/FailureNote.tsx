import * as React from 'react';
import type { Failure } from './failure';
import { Icon } from './Icon';
import { useTranslate } from './translate';

/** A failure where it happened: the sentence, a way on, and the details for whoever asks for them. */
export function FailureNote({
  failure,
  children
}: {
  failure: Failure;
  children?: React.ReactNode;
}): React.ReactElement {
  const t = useTranslate();
  return (
    <div className="jp-Zooport-note jp-mod-failed" role="alert">
      <Icon name="failed" />
      <div className="jp-Zooport-noteText">
        <p>{failure.sentence}</p>
        {children}
        {failure.details !== undefined && (
          <details>
            <summary>{t('Details')}</summary>
            <pre tabIndex={0}>{failure.details}</pre>
          </details>
        )}
      </div>
    </div>
  );
}
