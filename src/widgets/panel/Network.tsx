import * as React from 'react';
import { useId } from 'react';
import type { Draft } from '../../export/draft/draft';
import type { Candidate, NetworkChoice, Origin } from '../../kernel/protocol';
import { useTranslate } from '../common/translate';
import { Badge } from './fields/Badge';
import type { PanelController } from './controller';

const recognised: Readonly<Record<NonNullable<Candidate['recognisedBy']>, Origin>> = {
  kernel: 'kernel',
  notebook: 'notebook',
  files: 'disk',
  asked: 'user'
};

/** Which network and which weights, and why these. */
export function Network({
  draft,
  candidates,
  controller
}: {
  draft: Draft;
  candidates: readonly Candidate[];
  controller: PanelController;
}): React.ReactElement {
  const t = useTranslate();
  const { candidate } = draft;
  const chosen = candidate.weights.find(({ id }) => id === draft.weights);
  const networks = choices(candidate);
  return (
    <section className="jp-Zooport-network" aria-label={t('Trained network')}>
      {candidates.length > 1 && (
        <Choice
          label={t('Trained network')}
          value={candidate.id}
          options={candidates.map(other => [other.id, candidateTitle(other)])}
          onChange={id => controller.chooseCandidate(id)}
        />
      )}
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

function Choice({
  label,
  value,
  options,
  why,
  origin,
  onChange
}: {
  label: string;
  value: string;
  options: readonly (readonly [id: string, title: string])[];
  why?: string;
  origin?: Origin;
  onChange(id: string): void;
}): React.ReactElement {
  const base = useId();
  return (
    <div className="jp-Zooport-row">
      <div className="jp-Zooport-rowHead">
        <label htmlFor={base}>{label}</label>
        {origin && <Badge origin={origin} where={why ?? ''} />}
      </div>
      <select
        id={base}
        value={value}
        aria-describedby={why === undefined ? undefined : `${base}-why`}
        onChange={event => {
          onChange(event.target.value);
        }}
      >
        {options.map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
      {why !== undefined && (
        <p id={`${base}-why`} className="jp-Zooport-hint">
          {why}
        </p>
      )}
    </div>
  );
}

/** The chosen network first, then those that fit as well. */
function choices({ network, alternatives }: Candidate): readonly NetworkChoice[] {
  return network ? [network, ...alternatives.filter(({ id }) => id !== network.id)] : alternatives;
}

/** A candidate in a list of several: its name, and the kind where it is known. */
export function candidateTitle({ modelName, network }: Candidate): string {
  return network ? `${modelName} (${network.name})` : modelName;
}
