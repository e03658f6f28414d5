import * as React from 'react';
import type { IconName } from '../common/Icon';
import { useTranslate } from '../common/translate';
import { StepLine, StepList, Steps } from '../report/Steps';
import { isSearching } from '../common/steps';
import type { MakingStep, Phase } from './state';

const icons: Readonly<Record<MakingStep['state'], IconName>> = { running: 'running', done: 'passed', failed: 'failed' };

/** How far the bundle is. */
export function ProgressView({
  phase,
  onCancel,
  onStopSearch
}: {
  phase: Extract<Phase, { name: 'making' }>;
  onCancel(): void;
  onStopSearch(): void;
}): React.ReactElement {
  const t = useTranslate();
  const running = phase.steps.find(({ state }) => state === 'running');
  return (
    <section className="jp-Zooport-running" aria-busy="true">
      <h3>{phase.check.length > 0 ? t('Checking the bundle') : t('Making the bundle')}</h3>
      <div role="status">
        <StepList>
          {phase.steps.map(({ text, state, seconds }, index) => (
            <StepLine key={index} icon={icons[state]} state={t(state)} text={t(text)} seconds={seconds} />
          ))}
        </StepList>
        {phase.check.length > 0 && <Steps steps={phase.check} />}
      </div>
      {/* Without a value the bar says that something is at work, and promises nothing. */}
      {running && <progress max={1} value={running.fraction} aria-label={t('Progress')} />}
      <div className="jp-Zooport-actions">
        <button type="button" onClick={onCancel}>
          {t('Cancel')}
        </button>
        {isSearching(phase.check) && (
          <button type="button" onClick={onStopSearch}>
            {t('Stop looking for the reason')}
          </button>
        )}
      </div>
    </section>
  );
}
