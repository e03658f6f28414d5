import * as React from 'react';
import { useTranslate } from '../common/translate';
import type { PanelController } from './controller';
import { OwnNetworks } from './own/Networks';
import type { OwnState } from './own/state';

/** What was looked for in vain; networks that the catalogue does not know come first. */
export function Nothing({
  looked,
  own,
  controller
}: {
  looked: readonly string[];
  own: OwnState;
  controller: PanelController;
}): React.ReactElement {
  return (
    <>
      <OwnNetworks own={own} controller={controller.own} />
      <NothingKnown looked={looked} beside={own.held.networks.length > 0} controller={controller} />
    </>
  );
}

function NothingKnown({
  looked,
  beside,
  controller
}: {
  looked: readonly string[];
  /** Networks of one's own stand above. */
  beside: boolean;
  controller: PanelController;
}): React.ReactElement {
  const t = useTranslate();
  return (
    <section>
      <h3>{beside ? t('No network of the catalogue was found') : t('No trained network was found')}</h3>
      {looked.length > 0 && (
        <>
          <p>{t('What was looked for:')}</p>
          <ul>
            {looked.map(line => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      )}
      <p>{t('Train the network, or choose the folder that training left behind (it holds the weights).')}</p>
      <button
        type="button"
        className={beside ? undefined : 'jp-mod-primary'}
        onClick={() => void controller.chooseFolder()}
      >
        {t('Choose a folder …')}
      </button>
    </section>
  );
}
