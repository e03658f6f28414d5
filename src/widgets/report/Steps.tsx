import * as React from 'react';
import type { StepEvent } from '../../preview/report/report';
import { Icon, type IconName } from '../common/Icon';
import { formatSeconds } from '../common/number';
import { stepTitles } from '../common/steps';
import { useTranslate } from '../common/translate';

const icons: Readonly<Record<StepEvent['state'], IconName>> = {
  running: 'running',
  done: 'passed',
  failed: 'failed',
  skipped: 'skipped'
};

/** The check's steps as they pass. */
export function Steps({ steps }: { steps: readonly StepEvent[] }): React.ReactElement {
  const t = useTranslate();
  return (
    <StepList>
      {steps.map(({ step, state, detail, seconds }, index) => (
        <StepLine key={index} icon={icons[state]} state={t(state)} text={t(stepTitles[step])} seconds={seconds}>
          {detail}
        </StepLine>
      ))}
    </StepList>
  );
}

export function StepList({ children }: { children: React.ReactNode }): React.ReactElement {
  return <ol className="jp-Zooport-steps">{children}</ol>;
}

/** One line: its sign, what is done, how long it took. */
export function StepLine({
  icon,
  state,
  text,
  seconds,
  children
}: {
  icon: IconName;
  /** The sign in words, for screen readers. */
  state: string;
  text: string;
  seconds?: number;
  children?: React.ReactNode;
}): React.ReactElement {
  return (
    <li>
      <Icon name={icon} />
      <span className="jp-Zooport-stepText">
        {text}
        <span className="jp-Zooport-hidden">: {state}</span>
        {children !== undefined && <span className="jp-Zooport-detail"> {children}</span>}
      </span>
      {seconds !== undefined && <span className="jp-Zooport-seconds">{formatSeconds(seconds)}</span>}
    </li>
  );
}
