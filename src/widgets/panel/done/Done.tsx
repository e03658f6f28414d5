import * as React from 'react';
import { useEffect, useState } from 'react';
import { formatBytes } from '../../../bundle/bytes';
import { useTranslate } from '../../common/translate';
import { OwnImageController } from '../../ownImage/controller';
import { ReportView } from '../../report/View';
import type { PanelController } from '../controller';
import { Notes } from '../Form';
import type { Phase } from '../state';

/** The bundle is written: where it is, its report, and the researcher's own images through it. */
export function Done({
  phase,
  controller
}: {
  phase: Extract<Phase, { name: 'done' }>;
  controller: PanelController;
}): React.ReactElement {
  const t = useTranslate();
  const own = useOwnImages(controller, phase.saved.path);
  return (
    <>
      <div className="jp-Zooport-saved">
        <p>{t('Written: %1 (%2)', phase.saved.path, formatBytes(phase.saved.size))}</p>
        <div className="jp-Zooport-actions">
          <button type="button" onClick={() => void controller.download()}>
            {t('Download')}
          </button>
          <button
            type="button"
            disabled={phase.running}
            onClick={() => {
              controller.showDraft();
            }}
          >
            {t('Back to the draft')}
          </button>
        </div>
      </div>
      {phase.notes.length > 0 && <Notes notes={phase.notes} />}
      <ReportView
        report={phase.report}
        steps={phase.check}
        running={phase.running}
        failure={phase.failure}
        others={{
          kernel: phase.notebook === null ? t('the panel’s kernel') : t('the kernel of %1', phase.notebook),
          asked: phase.others !== 'no',
          busy: phase.running,
          run: allowCode => void controller.checkAgain(allowCode ? 'with code' : 'run')
        }}
        {...(own && { own })}
        onCancel={() => {
          controller.cancel();
        }}
        onAgain={() => void controller.checkAgain()}
        onStopSearch={() => {
          controller.stopSearch();
        }}
      />
    </>
  );
}

/** One's own images through the bundle at this place; ends with it. */
function useOwnImages(controller: PanelController, path: string): OwnImageController | null {
  const [own, setOwn] = useState<OwnImageController | null>(null);
  useEffect(() => {
    const services = controller.ownImages(path);
    const made = services && new OwnImageController(services);
    setOwn(made);
    return () => {
      made?.dispose();
    };
  }, [controller, path]);
  return own;
}
