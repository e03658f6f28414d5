import * as React from 'react';
import { useStore } from '../common/store';
import { inEnglish, TranslateContext, type Translate } from '../common/translate';
import type { ReportController, ReportState } from './controller';
import type { OwnImageController } from '../ownImage/controller';
import type { MendingState } from './mending';
import type { OtherWeights } from './others';
import { ReportView } from './View';

/** The report of a document, following its controller. */
export function ReportPane({
  controller,
  own,
  translate = inEnglish
}: {
  controller: ReportController;
  /** Runs the bundle on the researcher's own images. */
  own?: OwnImageController;
  translate?: Translate;
}): React.ReactElement {
  const state = useStore(controller.store);
  const { report, steps, running, failure } = state;
  return (
    <TranslateContext.Provider value={translate}>
      <ReportView
        {...{ report, steps, running, failure }}
        mending={mendingOf(controller, state)}
        others={othersOf(controller, state)}
        own={own}
        onCancel={() => {
          controller.cancel();
        }}
        onAgain={() => void controller.check()}
        onStopSearch={() => {
          controller.stopSearch();
        }}
      />
    </TranslateContext.Provider>
  );
}

function othersOf(controller: ReportController, { others, running }: ReportState): OtherWeights | undefined {
  const { kernel } = controller;
  return kernel === null
    ? undefined
    : { kernel, asked: others !== 'no', busy: running, run: allowCode => void controller.runOthers(allowCode) };
}

function mendingOf(controller: ReportController, { mends, notice, running }: ReportState): MendingState {
  return {
    made: mends.flat().map(({ label }) => label),
    notice,
    busy: running,
    mend: fixes => void controller.mend(fixes),
    undo: () => void controller.undo(),
    ...(controller.canSave && { save: () => void controller.save() })
  };
}
