import * as React from 'react';
import type { Readiness } from '../../preview/report/report';
import { consumers } from '../../spec/consumers';
import type { Finding } from '../../spec/finding';
import { Icon } from '../common/Icon';
import { useTranslate } from '../common/translate';
import { FindingItem } from './FindingItem';
import type { Mending } from './mending';

const signs = { runs: 'passed', 'runs with limits': 'warning', 'will not run': 'failed' } as const;

interface ReadinessProps {
  readonly readiness: readonly Readiness[];
  readonly findings: readonly Finding[];
  readonly mending?: Mending;
}

/** One line per program that may run the bundle; what speaks against it stands below. */
export function ReadinessView({ readiness, findings, mending }: ReadinessProps): React.ReactElement | null {
  const t = useTranslate();
  return readiness.length === 0 ? null : (
    <section className="jp-Zooport-readiness">
      <h3>{t('Where it runs')}</h3>
      <ul>
        {readiness.map(({ consumer, verdict, reason }) => (
          <li key={consumer}>
            <Icon name={signs[verdict]} />
            <div>
              <strong>{t(consumers[consumer].name)}</strong>: {t(verdict)}. {reason}
              <Details findings={findings.filter(({ by }) => by === consumer)} mending={mending} />
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Details({ findings, mending }: Omit<ReadinessProps, 'readiness'>): React.ReactElement | null {
  const t = useTranslate();
  return findings.length === 0 ? null : (
    <details>
      <summary>{t('What to know: %1', findings.length)}</summary>
      <ul>
        {findings.map((finding, index) => (
          <FindingItem key={index} finding={finding} mending={mending} />
        ))}
      </ul>
    </details>
  );
}
