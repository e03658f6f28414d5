import * as React from 'react';
import type { Diagnosis } from '../../preview/report/report';
import { Icon } from '../common/Icon';
import { MendButton } from '../common/MendButton';
import { useTranslate } from '../common/translate';
import type { Mending } from './mending';

/** Why an output does not reproduce, as far as trying could tell. */
export function DiagnosisNote({ diagnosis, mending }: { diagnosis: Diagnosis; mending?: Mending }): React.ReactElement {
  const t = useTranslate();
  const { fix } = diagnosis;
  return (
    <div className="jp-Zooport-diagnosis">
      <h4>{t('Why')}</h4>
      <p>
        <Icon name={diagnosis.state === 'explained' ? 'info' : 'warning'} />
        <span>{diagnosis.sentence}</span>
      </p>
      {fix && mending && <MendButton fix={fix} busy={mending.busy} onMend={() => mending.mend([fix])} />}
    </div>
  );
}
