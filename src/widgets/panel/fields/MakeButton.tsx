import * as React from 'react';
import type { DraftBase } from '../../../export/draft/draft';
import { useTranslate } from '../../common/translate';
import type { PanelController } from '../controller';

/** Nothing more has to be filled in: the button stands before the fields. */
export function MakeButton({
  draft,
  controller
}: {
  draft: DraftBase;
  controller: PanelController;
}): React.ReactElement {
  const t = useTranslate();
  return (
    <div className="jp-Zooport-action">
      <button type="button" className="jp-mod-primary" onClick={() => void controller.makeBundle()}>
        {t('Make bundle')}
      </button>
      <p className="jp-Zooport-hint">
        {t('Writes %1 beside the notebook, then runs and compares it.', draft.fileName.value)}
      </p>
    </div>
  );
}
