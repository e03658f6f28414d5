import * as React from 'react';
import { useId } from 'react';
import { useTranslate } from '../../common/translate';
import type { OwnController } from '../ownController';
import { ownTitle, type OwnState } from './state';

/** Offers the networks of one's own that the kernel holds; nothing where it holds none. */
export function OwnNetworks({
  own: { held },
  controller
}: {
  own: OwnState;
  controller: OwnController;
}): React.ReactElement | null {
  const t = useTranslate();
  const base = useId();
  return held.networks.length === 0 ? null : (
    <section aria-labelledby={base}>
      <h3 id={base}>{t('Networks of your own in this kernel')}</h3>
      <p>{t('Any of them can become a bundle, whatever its layers are.')}</p>
      <ul className="jp-Zooport-choices">
        {held.networks.map(network => (
          <li key={network.variable}>
            <button
              type="button"
              onClick={() => {
                controller.choose(network.variable);
              }}
            >
              {ownTitle(network)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
