import * as React from 'react';
import { useTranslate } from '../../common/translate';
import type { PanelController } from '../controller';
import { Choice } from '../fields/Choice';
import { candidateTitle } from '../identity';
import type { PanelState } from '../state';
import { ownTitle } from './state';

/** All trained networks that were found, those of the catalogue first; nothing where there is only one. */
export function Trained({
  state,
  controller
}: {
  state: PanelState;
  controller: PanelController;
}): React.ReactElement | null {
  const t = useTranslate();
  const { candidates, draft, own } = state;
  const known = candidates.map(candidate => ({
    title: candidateTitle(candidate),
    chosen: !own.draft && candidate.id === draft?.candidate.id,
    choose: () => controller.chooseCandidate(candidate.id)
  }));
  const others = own.held.networks.map(network => ({
    title: ownTitle(network),
    chosen: own.draft?.own.variable === network.variable,
    choose: () => controller.own.choose(network.variable)
  }));
  const all = [...known, ...others];
  return all.length > 1 ? (
    <Choice
      label={t('Trained network')}
      value={String(all.findIndex(({ chosen }) => chosen))}
      options={all.map(({ title }, place) => [String(place), title])}
      onChange={place => all[Number(place)].choose()}
    />
  ) : null;
}
