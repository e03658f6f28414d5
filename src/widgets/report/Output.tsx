import * as React from 'react';
import type { Diagnosis, OutputView, Reproduction } from '../../preview/report/report';
import { Icon } from '../common/Icon';
import { useTranslate, type Translate } from '../common/translate';
import { Viewer } from '../viewer/View';
import { DiagnosisNote } from './Diagnosis';
import { Elements } from './Elements';
import type { Mending } from './mending';
import { differingShare, orDash } from './text';

const signs = { passed: 'passed', failed: 'failed', 'not run': 'info' } as const;

/** One output of one weights format: the sentence, the pictures, the numbers. */
export function Output({
  reproduction,
  view,
  diagnosis,
  mending
}: {
  reproduction: Reproduction;
  view?: OutputView;
  diagnosis?: Diagnosis;
  mending?: Mending;
}): React.ReactElement {
  const t = useTranslate();
  const { weights, output, verdict, zoo, reason, mismatchedPerMillion, nan } = reproduction;
  const numbers: readonly (readonly [string, string])[] = [
    // The numbers of objects are names: how far they are from each other says nothing.
    ...(reproduction.labels ? [] : differenceRows(reproduction, t)),
    [t('Values that differ by more than the tolerance'), differingShare(mismatchedPerMillion, t)],
    [t('Values that are not numbers'), String(nan)],
    ...labelRows(reproduction.labels, t)
  ];
  return (
    <section className="jp-Zooport-output">
      <h3>{t('Output “%1”, %2 weights', output, weights)}</h3>
      <p>
        <Icon name={signs[verdict]} />
        <span>
          {sentence(reason)}
          {verdict === 'failed' && zoo === 'passed' && <strong> {t('The zoo would not notice this.')}</strong>}
        </span>
      </p>
      {diagnosis && <DiagnosisNote diagnosis={diagnosis} mending={mending} />}
      <div className="jp-Zooport-evidence">
        {view && <Viewer view={view} worst={worstOf(reproduction, view)} />}
        <div>
          {verdict !== 'not run' && (
            <table className="jp-Zooport-numbers">
              <caption>{t('Reproduced against expected, all values')}</caption>
              <tbody>
                {numbers.map(([name, value]) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td>{value}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <Elements table={reproduction.table} />
        </div>
      </div>
    </section>
  );
}

/** What stands behind the output's name in a text stands here by itself. */
function sentence(reason: string): string {
  return reason.charAt(0).toUpperCase() + reason.slice(1);
}

function differenceRows(
  { maxAbsolute, maxRelative }: Reproduction,
  t: Translate
): readonly (readonly [string, string])[] {
  return [
    [t('Largest difference'), orDash(maxAbsolute)],
    [t('Largest relative difference'), orDash(maxRelative)]
  ];
}

/** Where objects are numbered, the largest difference of the numbers says nothing. */
function worstOf({ labels, worst }: Reproduction, { objects }: OutputView): readonly number[] | undefined {
  return objects === true ? labels?.worst?.at : worst;
}

/** Numbered objects compare as objects, whatever their numbers. */
function labelRows(labels: Reproduction['labels'], t: Translate): readonly (readonly [string, string])[] {
  return labels
    ? [
        [t('Objects expected'), String(labels.expected)],
        [t('Objects found again, pixel by pixel'), String(labels.matched)],
        [t('Objects with other outlines'), String(labels.differing)],
        [t('Objects missing'), String(labels.missing)],
        [t('Objects too many'), String(labels.extra)]
      ]
    : [];
}
