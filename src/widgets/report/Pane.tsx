import * as React from 'react';
import { useStore } from '../common/store';
import { inEnglish, TranslateContext, type Translate } from '../common/translate';
import type { ReportController } from './controller';
import { ReportView } from './View';

/** The report of a document, following its controller. */
export function ReportPane({
  controller,
  translate = inEnglish
}: {
  controller: ReportController;
  translate?: Translate;
}): React.ReactElement {
  const state = useStore(controller.store);
  return (
    <TranslateContext.Provider value={translate}>
      <ReportView
        {...state}
        onCancel={() => {
          controller.cancel();
        }}
        onAgain={() => void controller.check()}
      />
    </TranslateContext.Provider>
  );
}
