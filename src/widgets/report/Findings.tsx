import * as React from 'react';
import type { FormatVerdict } from '../../preview/report';
import type { Finding, FindingBy, Severity } from '../../spec/finding';
import { describe, wherePath } from '../../spec/messages';
import { Icon, type IconName } from '../common/Icon';
import { useTranslate, type Translate } from '../common/translate';
import { groupFindings } from './verdict';

const icons: Readonly<Record<Severity, IconName>> = { error: 'failed', warning: 'warning', info: 'info' };

const makers: Readonly<Record<FindingBy, string>> = {
  zoo: 'the zoo',
  zooport: 'Zooport',
  deepimagej: 'deepImageJ',
  ilastik: 'ilastik'
};

/** What there is to know about the description, gravest first. */
export function Findings({ format }: { format: FormatVerdict }): React.ReactElement {
  const t = useTranslate();
  const groups = groupFindings(format.findings);
  return (
    <section className="jp-Zooport-findings">
      <h3>{t('Description')}</h3>
      <p>
        <Icon name={format.verdict === 'valid' ? 'passed' : 'failed'} />
        {format.verdict === 'valid'
          ? t('Valid as far as checked (format %1).', format.version)
          : t('Not valid (format %1).', format.version)}
      </p>
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
              <li key={index}>
                {describe(finding)}
                <span className="jp-Zooport-detail"> {source(finding, t)}</span>
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
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

/** Whose rule it is, and where in the description if the text does not say so. */
function source(finding: Finding, t: Translate): string {
  const place = wherePath(finding.path);
  return place === '' || describe(finding).includes(place)
    ? t('(rule of %1)', makers[finding.by])
    : t('(%1; rule of %2)', place, makers[finding.by]);
}
