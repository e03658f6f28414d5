import * as React from 'react';
import { FailureNote } from '../common/FailureNote';
import { Icon } from '../common/Icon';
import { useStore } from '../common/store';
import { inEnglish, TranslateContext, useTranslate, type Translate } from '../common/translate';
import type { PanelController } from './controller';
import { Done } from './done/Done';
import { Form } from './Form';
import { Nothing } from './Nothing';
import { ProgressView } from './Progress';
import { candidateTitle } from './identity';
import { OwnNetworks } from './own/Networks';
import { OwnForm } from './own/OwnForm';
import type { PanelState, Phase } from './state';
import { Taken } from './Taken';

/** The panel: what was found, what becomes of it, and the proof. */
export function PanelView({
  controller,
  translate = inEnglish
}: {
  controller: PanelController;
  translate?: Translate;
}): React.ReactElement {
  const state = useStore(controller.store);
  return (
    <TranslateContext.Provider value={translate}>
      <div className="jp-Zooport jp-Zooport-panel">
        <Head state={state} controller={controller} />
        <p className="jp-Zooport-notice" role="status">
          {state.notice}
        </p>
        <Body state={state} controller={controller} />
      </div>
    </TranslateContext.Provider>
  );
}

interface PartProps {
  readonly state: PanelState;
  readonly controller: PanelController;
}

function Head({ state, controller }: PartProps): React.ReactElement {
  const t = useTranslate();
  const idle = state.phase.name !== 'making' && state.phase.name !== 'looking';
  return (
    <div className="jp-Zooport-head">
      <div>
        <h2>{t('Model Zoo bundle')}</h2>
        {state.notebook !== null && <p className="jp-Zooport-detail">{state.notebook}</p>}
      </div>
      <button type="button" disabled={!idle} onClick={() => void controller.refresh()}>
        {t('Look again')}
      </button>
    </div>
  );
}

function Body({ state, controller }: PartProps): React.ReactElement {
  const { phase, draft, own } = state;
  const form = own.draft ? (
    <OwnForm draft={own.draft} state={state} controller={controller} />
  ) : (
    draft && <Form draft={draft} state={state} controller={controller} />
  );
  switch (phase.name) {
    case 'no-notebook':
      return <NoNotebook controller={controller} />;
    case 'looking':
      return <Looking message={phase.message} controller={controller} />;
    case 'nothing':
      return <Nothing looked={phase.looked} own={own} controller={controller} />;
    case 'ask':
      return (
        <>
          <Ask phase={phase} controller={controller} />
          <OwnNetworks own={own} controller={controller.own} />
        </>
      );
    case 'found':
      return <>{form}</>;
    case 'taken':
      return (
        <>
          <Taken phase={phase} controller={controller} />
          {form}
        </>
      );
    case 'making':
      return (
        <ProgressView
          phase={phase}
          onCancel={() => {
            controller.cancel();
          }}
          onStopSearch={() => {
            controller.stopSearch();
          }}
        />
      );
    case 'done':
      return <Done phase={phase} controller={controller} />;
    case 'failed':
      return (
        <>
          <Failed phase={phase} controller={controller} />
          {form}
        </>
      );
  }
}

function NoNotebook({ controller }: { controller: PanelController }): React.ReactElement {
  const t = useTranslate();
  return (
    <section>
      <p>
        {t(
          'Open the notebook that trained your network. This panel then makes a bundle for the BioImage Model Zoo of it.'
        )}
      </p>
      <p>{t('Without the notebook, the folder that training left behind is enough (it holds the weights).')}</p>
      <button type="button" onClick={() => void controller.chooseFolder()}>
        {t('Choose a folder …')}
      </button>
    </section>
  );
}

function Looking({ message, controller }: { message: string | null; controller: PanelController }): React.ReactElement {
  const t = useTranslate();
  return (
    <section className="jp-Zooport-running" aria-busy="true">
      <p role="status">
        <Icon name="running" />
        {t('Looking for a trained network in the kernel and in the folders that the notebook names …')}
        {message !== null && <span className="jp-Zooport-detail"> {message}</span>}
      </p>
      <button
        type="button"
        onClick={() => {
          controller.cancel();
        }}
      >
        {t('Cancel')}
      </button>
    </section>
  );
}

function Ask({
  phase,
  controller
}: {
  phase: Extract<Phase, { name: 'ask' }>;
  controller: PanelController;
}): React.ReactElement {
  const t = useTranslate();
  return (
    <section aria-label={t('Which network is it?')}>
      <h3>{t('Which network is it?')}</h3>
      <p>{t('The files of %1 fit more than one network.', candidateTitle(phase.candidate))}</p>
      <ul className="jp-Zooport-choices">
        {phase.candidate.alternatives.map(network => (
          <li key={network.id}>
            <button type="button" onClick={() => void controller.chooseNetwork(network)}>
              {network.name}
            </button>
            <span className="jp-Zooport-hint">{network.why}</span>
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => void controller.chooseFolder()}>
        {t('Choose another folder …')}
      </button>
    </section>
  );
}

function Failed({
  phase,
  controller
}: {
  phase: Extract<Phase, { name: 'failed' }>;
  controller: PanelController;
}): React.ReactElement {
  const t = useTranslate();
  return (
    <FailureNote failure={phase.failure}>
      {phase.failure.busy && phase.during === 'looking' && (
        <p>{t('This panel looks again by itself once it is idle.')}</p>
      )}
      <div className="jp-Zooport-actions">
        <button type="button" onClick={() => void controller.retry()}>
          {t('Try again')}
        </button>
        {phase.during === 'looking' && (
          <button type="button" onClick={() => void controller.chooseFolder()}>
            {t('Choose a folder …')}
          </button>
        )}
      </div>
    </FailureNote>
  );
}
