import * as React from 'react';
import type { Failure } from '../../../widgets/common/failure';
import { Icon } from '../../../widgets/common/Icon';
import { Viewer } from '../../../widgets/viewer/View';
import type { OwnResult } from './run';

export type OwnState = 'no' | 'running' | OwnResult | Failure;

/** The researcher's own image and what the network makes of it; there is nothing to compare with. */
export function OwnImage({ state }: { state: OwnState }): React.ReactElement | null {
  if (state === 'no') {
    return null;
  }
  return (
    <section className="jp-Zooport jp-Zooport-cellNote" aria-label="Your image">
      <h2>Your image</h2>
      <Own state={state} />
    </section>
  );
}

function Own({ state }: { state: Exclude<OwnState, 'no'> }): React.ReactElement {
  if (state === 'running') {
    return (
      <p role="status" aria-busy="true">
        <Icon name="running" />
        <span>The network runs on your image …</span>
      </p>
    );
  }
  if ('sentence' in state) {
    return (
      <p role="alert">
        <Icon name="warning" />
        <span>{state.sentence}</span>
      </p>
    );
  }
  return (
    <>
      {state.read.map(sentence => (
        <p key={sentence}>{sentence}</p>
      ))}
      {state.views.map(view => (
        <div key={view.output}>
          <h3>{`Output “${view.output}”, ${view.weights} weights`}</h3>
          <Viewer view={view} own />
        </div>
      ))}
    </>
  );
}
