import * as React from 'react';
import { useCallback } from 'react';
import type { DraftFinding } from '../../../export/draft/findings';
import type { OwnDraft } from '../../../export/own/draft';
import { useTranslate } from '../../common/translate';
import type { PanelController } from '../controller';
import { Details, WhatItIs, WhoAndLicence } from '../fields/Fields';
import { MendContext, useFindings } from '../findings';
import { MakeButton } from '../fields/MakeButton';
import type { PanelState } from '../state';
import { OwnImages } from './OwnImages';
import { ownTitle } from './state';
import { Trained } from './Trained';

/** The draft of a network of one's own: what the kernel cannot know (axes, the function) first, then the same fields. */
export function OwnForm({
  draft,
  state,
  controller
}: {
  draft: OwnDraft;
  state: PanelState;
  controller: PanelController;
}): React.ReactElement {
  const { own } = controller;
  const findings = useFindings(draft);
  const mend = useCallback(
    (finding: DraftFinding) => {
      own.mend(finding);
    },
    [own]
  );
  return (
    <MendContext.Provider value={mend}>
      <div className="jp-Zooport-form">
        <MakeButton draft={draft} controller={controller} />
        <OwnNetwork draft={draft} state={state} controller={controller} />
        <OwnImages draft={draft} own={state.own} controller={own} />
        <WhatItIs draft={draft} controller={own} findings={findings} />
        <WhoAndLicence draft={draft} controller={own} findings={findings} />
        <Details draft={draft} controller={own} findings={findings} />
      </div>
    </MendContext.Provider>
  );
}

function OwnNetwork({
  draft,
  state,
  controller
}: {
  draft: OwnDraft;
  state: PanelState;
  controller: PanelController;
}): React.ReactElement {
  const t = useTranslate();
  const listed = state.candidates.length + state.own.held.networks.length > 1;
  const choice = state.own.held.networks.find(({ variable }) => variable === draft.own.variable);
  return (
    <section className="jp-Zooport-network" aria-label={t('Trained network')}>
      <Trained state={state} controller={controller} />
      <p>
        {!listed && <strong>{choice ? ownTitle(choice) : draft.own.variable}</strong>}
        <span className="jp-Zooport-detail"> {t('A network of your own, in the kernel.')}</span>
      </p>
      <button type="button" onClick={() => void controller.chooseFolder()}>
        {t('Choose a folder …')}
      </button>
    </section>
  );
}
