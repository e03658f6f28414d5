import * as React from 'react';
import { useCallback } from 'react';
import type { Draft } from '../../export/draft/draft';
import type { DraftFinding } from '../../export/draft/findings';
import { Icon } from '../common/Icon';
import type { PanelController } from './controller';
import { Details, WhatItIs, WhoAndLicence } from './fields/Fields';
import { MakeButton } from './fields/MakeButton';
import { MendContext, useFindings } from './findings';
import { Network } from './Network';
import type { PanelState } from './state';
import { TestImage } from './image/TestImage';

/** The draft: the button first, since nothing has to be filled in, then everything that can be changed. */
export function Form({
  draft,
  state,
  controller
}: {
  draft: Draft;
  state: PanelState;
  controller: PanelController;
}): React.ReactElement {
  const findings = useFindings(draft);
  const mend = useCallback(
    (finding: DraftFinding) => {
      controller.mend(finding);
    },
    [controller]
  );
  return (
    <MendContext.Provider value={mend}>
      <div className="jp-Zooport-form">
        <MakeButton draft={draft} controller={controller} />
        {draft.candidate.notes.length > 0 && <Notes notes={draft.candidate.notes} />}
        <Network draft={draft} state={state} controller={controller} />
        <WhatItIs draft={draft} controller={controller} findings={findings} />
        <WhoAndLicence draft={draft} controller={controller} findings={findings} />
        <TestImage
          draft={draft}
          picked={state.picked}
          picture={state.picture}
          controller={controller}
          findings={findings}
        />
        <Details draft={draft} controller={controller} findings={findings} />
      </div>
    </MendContext.Provider>
  );
}

/** Sentences that the researcher should read. */
export function Notes({ notes }: { notes: readonly string[] }): React.ReactElement {
  return (
    <ul className="jp-Zooport-notes">
      {notes.map(note => (
        <li key={note}>
          <Icon name="info" />
          <span>{note}</span>
        </li>
      ))}
    </ul>
  );
}
