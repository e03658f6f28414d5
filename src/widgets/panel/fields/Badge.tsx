import * as React from 'react';
import type { Origin } from '../../../kernel/protocol';
import { useTranslate } from '../../common/translate';

const words: Readonly<Record<Origin, string>> = {
  kernel: 'kernel',
  disk: 'disk',
  notebook: 'notebook',
  catalogue: 'catalogue',
  guess: 'our guess',
  user: 'you'
};

/** Where a value came from, in a word; the tooltip and screen readers say it exactly. */
export function Badge({ origin, where, id }: { origin: Origin; where: string; id?: string }): React.ReactElement {
  const t = useTranslate();
  return (
    <span id={id} className={`jp-Zooport-badge jp-mod-${origin}`} title={t('From: %1 (%2)', t(words[origin]), where)}>
      <span className="jp-Zooport-hidden">{t('from')} </span>
      {t(words[origin])}
      <span className="jp-Zooport-hidden">, {where}</span>
    </span>
  );
}
