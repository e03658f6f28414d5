import * as React from 'react';
import { makerOf } from '../../spec/consumers';
import type { Finding } from '../../spec/finding';
import { describe, placeOf, wherePath } from '../../spec/messages';
import { MendButton } from '../common/MendButton';
import { useTranslate, type Translate } from '../common/translate';
import type { Mending } from './mending';

/** One finding: its sentence, whose rule it is, and the button that mends it. */
export function FindingItem({ finding, mending }: { finding: Finding; mending?: Mending }): React.ReactElement {
  const t = useTranslate();
  const { fix } = finding;
  return (
    <li className="jp-Zooport-finding">
      {describe(finding)}
      <span className="jp-Zooport-detail" title={finding.path.length > 0 ? wherePath(finding.path) : undefined}>
        {' '}
        {source(finding, t)}
      </span>
      {fix && mending && <MendButton fix={fix} busy={mending.busy} onMend={() => mending.mend([fix])} />}
    </li>
  );
}

/** Whose rule it is, and where in the description if the text does not say so; the exact path is its title. */
function source(finding: Finding, t: Translate): string {
  const place = placeOf(finding);
  // A sentence that begins with the place writes it with a capital.
  return finding.path.length === 0 || describe(finding).includes(place.slice(1))
    ? t('(rule of %1)', makerOf(finding.by))
    : t('(%1; rule of %2)', place, makerOf(finding.by));
}
