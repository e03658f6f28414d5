import * as React from 'react';
import type { Draft } from '../../export/draft/draft';
import type { Candidate, NetworkChoice, Origin } from '../../kernel/protocol';
import { useTranslate } from '../common/translate';
import { Badge } from './fields/Badge';
import { Choice } from './fields/Choice';
import type { PanelController } from './controller';
import { Trained } from './own/Trained';
import type { PanelState } from './state';

const recognised: Readonly<Record<NonNullable<Candidate['recognisedBy']>, Origin>> = {
  kernel: 'kernel',
  notebook: 'notebook',
  files: 'disk',
  asked: 'user'
};

/** Which network and which weights, and why these. */
export function Network({
  draft,
  state,
  controller
}: {
  draft: Draft;
  state: PanelState;
  controller: PanelController;
}): React.ReactElement {
  const t = useTranslate();
  const { candidate } = draft;
  const chosen = candidate.weights.find(({ id }) => id === draft.weights);
  const networks = choices(candidate);
  return (
    <section className="jp-Zooport-network" aria-label={t('Trained network')}>
      <Trained state={state} controller={controller} />
      {networks.length > 1 ? (
        <Choice
          label={t('Kind of network')}
          value={candidate.network?.id ?? ''}
          options={networks.map(({ id, name }) => [id, name])}
          why={candidate.network?.why}
          onChange={id => {
            const network = networks.find(other => other.id === id);
            if (network) {
              void controller.chooseNetwork(network);
            }
          }}
        />
      ) : (
        <p>
          <strong>{candidate.network?.name}</strong>{' '}
          {candidate.recognisedBy && (
            <Badge origin={recognised[candidate.recognisedBy]} where={candidate.network?.why ?? ''} />
          )}
          <span className="jp-Zooport-detail"> {candidate.network?.why}</span>
        </p>
      )}
      {candidate.weights.length > 1 ? (
        <Choice
          label={t('Weights')}
          value={draft.weights}
          options={candidate.weights.map(({ id, label }) => [id, label])}
          why={chosen?.why}
          origin={chosen?.kind === 'kernel' ? 'kernel' : 'disk'}
          onChange={id => controller.chooseWeights(id)}
        />
      ) : (
        <p>
          {chosen?.label}
          <span className="jp-Zooport-detail"> {chosen?.why}</span>
        </p>
      )}
      {candidate.folder !== null && (
        <p className="jp-Zooport-detail jp-Zooport-path" title={candidate.folder}>
          {t('Folder: %1', candidate.folder)}
        </p>
      )}
      <button type="button" onClick={() => void controller.chooseFolder()}>
        {t('Choose another folder …')}
      </button>
    </section>
  );
}

/** The chosen network first, then those that fit as well. */
function choices({ network, alternatives }: Candidate): readonly NetworkChoice[] {
  return network ? [network, ...alternatives.filter(({ id }) => id !== network.id)] : alternatives;
}
