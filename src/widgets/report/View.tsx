import * as React from 'react';
import { useMemo } from 'react';
import type { Report, Reproduction, StepEvent } from '../../preview/report/report';
import type { Failure } from '../common/failure';
import { FailureNote } from '../common/FailureNote';
import { Icon } from '../common/Icon';
import { isSearching } from '../common/steps';
import { useTranslate, type Translate } from '../common/translate';
import { CopyButton } from './CopyButton';
import { Findings } from './Findings';
import { MendBar } from './MendBar';
import type { OwnImageController } from '../ownImage/controller';
import { OwnImageView } from '../ownImage/View';
import type { MendingState } from './mending';
import type { OtherWeights } from './others';
import { OtherWeightsView } from './OtherWeights';
import { Output } from './Output';
import { ReadinessView } from './Readiness';
import { Steps } from './Steps';
import { copiedText } from './text';
import { WeightsTable } from './Weights';
import { headline, ourVerdict, zooVerdict, type Verdict } from './verdict';

interface ReportViewProps {
  /** Null while the check runs, and where it could not be finished. */
  readonly report: Report | null;
  readonly steps: readonly StepEvent[];
  readonly running: boolean;
  /** Why there is no report. */
  readonly failure?: Failure | null;
  /** Mends that were made here and are not written yet; absent where nothing can be mended. */
  readonly mending?: MendingState;
  /** A kernel that can run what onnxruntime cannot; absent where there is none. */
  readonly others?: OtherWeights;
  /** Runs the bundle on the researcher's own images; absent where the page runs none. */
  readonly own?: OwnImageController;
  onCancel?(): void;
  onAgain?(): void;
  /** Gives up looking for the reason of a failure; the report comes at once. */
  onStopSearch?(): void;
}

/** What the check says of one bundle; while it runs, how far it is. */
export function ReportView({
  report,
  steps,
  running,
  failure,
  mending,
  others,
  own,
  onCancel,
  onAgain,
  onStopSearch
}: ReportViewProps): React.ReactElement {
  const t = useTranslate();
  return (
    <div className="jp-Zooport jp-Zooport-report">
      {running && (
        <section className="jp-Zooport-running" aria-busy="true">
          <h2>{report ? laterTitle(steps, t) : t('Checking the bundle')}</h2>
          {!report && (
            <div role="status">
              <Steps steps={steps} />
            </div>
          )}
          <div className="jp-Zooport-actions">
            {onCancel && (
              <button type="button" onClick={onCancel}>
                {t('Cancel')}
              </button>
            )}
            {onStopSearch && isSearching(steps) && (
              <button type="button" onClick={onStopSearch}>
                {t('Stop looking for the reason')}
              </button>
            )}
          </div>
        </section>
      )}
      {failure && (
        <FailureNote failure={failure}>
          {onAgain && (
            <button type="button" onClick={onAgain}>
              {t('Check again')}
            </button>
          )}
        </FailureNote>
      )}
      {mending && <MendBar mending={mending} />}
      {report && (
        <Finished report={report} steps={steps} mending={mending} others={others} own={own} onAgain={onAgain} />
      )}
    </div>
  );
}

function Finished({
  report,
  steps,
  mending,
  others,
  own,
  onAgain
}: Pick<ReportViewProps, 'steps' | 'mending' | 'others' | 'own' | 'onAgain'> & { report: Report }): React.ReactElement {
  const t = useTranslate();
  const head = headline(report, t);
  const text = useMemo(() => copiedText(report, t), [report, t]);
  return (
    <>
      <div className={`jp-Zooport-headline jp-mod-${head.icon}`} role="status">
        <Icon name={head.icon} />
        <div>
          <h2>{head.text}</h2>
          {report.reason !== undefined && <p>{report.reason}</p>}
        </div>
      </div>
      <div className="jp-Zooport-verdicts">
        <VerdictBox title={t('What the zoo will say')} verdict={zooVerdict(report, t)} />
        <VerdictBox title={t('What Zooport says')} verdict={ourVerdict(report, t)} />
      </div>
      {told(report.reproduction).map(reproduction => (
        <Output
          key={`${reproduction.weights} ${reproduction.output}`}
          reproduction={reproduction}
          view={report.views.find(
            ({ weights, output }) => weights === reproduction.weights && output === reproduction.output
          )}
          diagnosis={report.diagnosis.find(
            ({ weights, output }) => weights === reproduction.weights && output === reproduction.output
          )}
          mending={mending}
        />
      ))}
      {own && <OwnImageView controller={own} offered={ranHere(report)} />}
      <WeightsTable report={report} />
      {others && <OtherWeightsView report={report} others={others} />}
      <ReadinessView readiness={report.readiness} findings={report.format?.findings ?? []} mending={mending} />
      {report.format && <Findings format={report.format} sizes={report.sizes} mending={mending} />}
      <details className="jp-Zooport-stepsFold">
        <summary>{t('Steps of the check')}</summary>
        <Steps steps={steps} />
        {report.engine !== undefined && <p className="jp-Zooport-detail">{t('Run with %1', report.engine)}</p>}
      </details>
      <div className="jp-Zooport-actions">
        <CopyButton text={text} />
        {onAgain && (
          <button type="button" onClick={onAgain}>
            {t('Check again')}
          </button>
        )}
      </div>
    </>
  );
}

/** What goes on while a report stands there that is not the last word. */
function laterTitle(steps: readonly StepEvent[], t: Translate): string {
  const others = steps.some(({ step, state }) => step === 'frameworks' && state === 'running');
  return others
    ? t('Running the other weights in the kernel …')
    : t('Looking for the reason why it does not reproduce …');
}

/** Whether this page's own runtime ran the network: then it runs it on other images too. */
function ranHere({ reproduction }: Report): boolean {
  return reproduction.some(({ weights, verdict }) => weights === 'onnx' && verdict !== 'not run');
}

/** Of each output what ran first, and whatever failed; the others stand in the table. What did not run comes last. */
function told(reproduction: readonly Reproduction[]): readonly Reproduction[] {
  const rank = ({ weights, verdict }: Reproduction): number => (verdict === 'not run' ? 2 : weights === 'onnx' ? 0 : 1);
  const sorted = [...reproduction].sort((one, other) => rank(one) - rank(other));
  return sorted.filter(
    (one, index) => one.verdict === 'failed' || sorted.findIndex(({ output }) => output === one.output) === index
  );
}

function VerdictBox({ title, verdict }: { title: string; verdict: Verdict }): React.ReactElement {
  return (
    <section className={`jp-Zooport-verdict jp-mod-${verdict.icon}`}>
      <h3>{title}</h3>
      <p>
        <Icon name={verdict.icon} />
        <span>{verdict.text}</span>
      </p>
    </section>
  );
}
