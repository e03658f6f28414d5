import * as React from 'react';
import type { FormatVerdict } from '../../preview/report/report';
import type { Severity } from '../../spec/finding';
import type { Fix } from '../../spec/fix';
import { Icon, type IconName } from '../common/Icon';
import { useTranslate, type Translate } from '../common/translate';
import { FindingItem } from './FindingItem';
import type { Mending } from './mending';
import { groupFindings } from './verdict';

const icons: Readonly<Record<Severity, IconName>> = { error: 'failed', warning: 'warning', info: 'info' };

/** What there is to know about the description, gravest first. What single programs say stands with them. */
export function Findings({
  format,
  sizes,
  mending
}: {
  format: FormatVerdict;
  sizes?: string;
  mending?: Mending;
}): React.ReactElement {
  const t = useTranslate();
  const groups = groupFindings(format.findings.filter(({ by }) => by === 'zoo' || by === 'zooport'));
  return (
    <section className="jp-Zooport-findings">
      <h3>{t('Description')}</h3>
      <p>
        <Icon name={format.verdict === 'valid' ? 'passed' : 'failed'} />
        {verdictText(format, t)}
      </p>
      {sizes !== undefined && <p>{sizes}</p>}
      {!format.complete && (
        <p className="jp-Zooport-hint">
          {t('Not fully checked: some rules of the format are not looked at yet. The zoo may find more.')}
        </p>
      )}
      {groups.map(({ severity, findings }) => (
        <details key={severity} open={severity === 'error' || findings.length <= 5}>
          <summary>
            <Icon name={icons[severity]} />
            {title(severity, findings.length, t)}
          </summary>
          <ul>
            {findings.map((finding, index) => (
              <FindingItem key={index} finding={finding} mending={mending} />
            ))}
          </ul>
          {mending && <MendAll fixes={findings.flatMap(({ fix }) => fix ?? [])} mending={mending} />}
        </details>
      ))}
    </section>
  );
}

function verdictText({ verdict, version, complete }: FormatVerdict, t: Translate): string {
  if (verdict === 'invalid') {
    return t('Not valid (format %1).', version);
  }
  return complete ? t('Valid (format %1).', version) : t('Valid as far as checked (format %1).', version);
}

/** Several mends of one kind at once: each is made on what the one before left. */
function MendAll({ fixes, mending }: { fixes: readonly Fix[]; mending: Mending }): React.ReactElement | null {
  const t = useTranslate();
  return fixes.length < 2 ? null : (
    <button
      type="button"
      disabled={mending.busy}
      onClick={() => {
        mending.mend(fixes);
      }}
    >
      {t('Mend all %1', fixes.length)}
    </button>
  );
}

function title(severity: Severity, count: number, t: Translate): string {
  const titles = {
    error: t('Errors: %1', count),
    warning: t('Warnings: %1', count),
    info: t('Good to know: %1', count)
  };
  return titles[severity];
}
