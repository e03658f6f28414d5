import * as React from 'react';
import type { DraftFinding } from '../../../export/draft/findings';
import { describeAt } from '../../../spec/messages';
import type { Severity } from '../../../spec/finding';
import { Icon, type IconName } from '../../common/Icon';
import { MendButton } from '../../common/MendButton';
import { useTranslate, type Translate } from '../../common/translate';
import { useMend } from '../findings';
import { lookup } from '../../../tensor/lookup';

const icons: Readonly<Record<Severity, IconName>> = { error: 'failed', warning: 'warning', info: 'info' };

/** The labels that the form itself shows. */
const labels: Readonly<Record<string, string>> = {
  name: 'Name',
  description: 'Description',
  authors: 'Authors',
  license: 'Licence',
  cite: 'Citations',
  tags: 'Tags',
  version: 'Version',
  affiliation: 'Affiliation',
  orcid: 'ORCID',
  github_user: 'GitHub name',
  text: 'Text',
  doi: 'DOI'
};

/** The place as the form names it: “ORCID of author 1”. */
function placeOf({ field, path = [] }: DraftFinding, t: Translate): string {
  const [index, key] = path;
  const label = (name: string): string => t(lookup(labels, name) ?? name);
  if (typeof index !== 'number') {
    return label(field);
  }
  const noun = field === 'authors' ? t('author') : field === 'cite' ? t('citation') : label(field);
  return typeof key === 'string' ? t('%1 of %2 %3', label(key), noun, index + 1) : `${noun} ${index + 1}`;
}

/** What the format says of a field, below it, each with its mend. Polite: it changes with every letter. */
export function FieldFindings({
  id,
  findings
}: {
  id: string;
  findings: readonly DraftFinding[];
}): React.ReactElement | null {
  const t = useTranslate();
  const mend = useMend();
  return findings.length === 0 ? null : (
    <ul id={id} className="jp-Zooport-fieldFindings">
      {findings.map(draftFinding => {
        const { finding } = draftFinding;
        return (
          <li key={`${finding.code} ${finding.path.join('.')}`}>
            <Icon name={icons[finding.severity]} />
            <div>
              {describeAt(finding, placeOf(draftFinding, t))}
              {finding.fix && <MendButton fix={finding.fix} onMend={() => mend(draftFinding)} />}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
