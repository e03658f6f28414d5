import * as React from 'react';
import type { Report } from '../../preview/report/report';
import { useTranslate } from '../common/translate';
import type { OtherWeights } from './others';
import { whyNotRun } from './text';

/** Offers to run in a kernel what was not run here; code of the bundle only after a question of its own. */
export function OtherWeightsView({
  report,
  others: { kernel, asked, busy, run }
}: {
  report: Report;
  others: OtherWeights;
}): React.ReactElement | null {
  const t = useTranslate();
  const left = report.reproduction.filter(({ verdict, weights }) => verdict === 'not run' && weights !== 'onnx');
  const formats = [...new Set(left.map(({ weights }) => weights))];
  const coded = [...new Map(left.filter(one => one.needsCode).map(one => [one.weights, whyNotRun(one)]))];
  if (formats.length === 0 || (asked && coded.length === 0)) {
    return null;
  }
  return (
    <section className="jp-Zooport-others" aria-label={t('Weights that were not run here')}>
      {asked ? (
        <>
          {coded.map(([weights, reason]) => (
            <p key={weights}>{t('%1 were not run: %2.', weights, reason)}</p>
          ))}
          <p>
            {t('Code of a bundle can do whatever you can do on this computer. Run it only if you trust who made it.')}
          </p>
        </>
      ) : (
        <p>
          {t(
            '%1 can be run in %2, each in a process of its own: nothing in your notebook changes, and no code of the bundle is run.',
            formats.join(', '),
            kernel
          )}
        </p>
      )}
      <div className="jp-Zooport-actions">
        <button type="button" disabled={busy} onClick={() => run(asked)}>
          {asked ? t('Run them with the code of this bundle') : t('Run them in the kernel')}
        </button>
      </div>
    </section>
  );
}
