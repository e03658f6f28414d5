import * as React from 'react';
import type { Progress } from '../../kernel/protocol';
import { Icon } from '../../widgets/common/Icon';
import { FailureNote } from '../../widgets/common/FailureNote';
import { useStore } from '../../widgets/common/store';
import { ReportPane } from '../../widgets/report/Pane';
import type { CellController, CellState } from './controller';
import type { KernelDocument } from './document';

/** The report in a cell, with what only a cell has to say: a busy kernel, a page that runs nothing. */
export function Cell({ controller }: { controller: CellController }): React.ReactElement {
  const { slow, blocked, elsewhere, making, made } = useStore(controller.store);
  const { running } = useStore(controller.report.store);
  return (
    <>
      {slow && (
        <div className="jp-Zooport jp-Zooport-cellNote" role="status">
          <p>
            <Icon name="warning" />
            <span>
              Waiting for the kernel: it is busy with another cell, or it was ended: then run this cell again.
            </span>
          </p>
        </div>
      )}
      {made !== null && (
        <div className="jp-Zooport jp-Zooport-cellNote" role="status">
          {[`Wrote ${made.path}`, ...made.notes].map(sentence => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      )}
      {blocked !== null && !running && (
        <section className="jp-Zooport jp-Zooport-cellNote" aria-label="Check with the command line">
          <p>
            <Icon name="warning" />
            <span>This page runs no networks, so only the description was checked here. {blocked}</span>
          </p>
          <Elsewhere state={elsewhere} onCheck={() => void controller.checkElsewhere()} />
        </section>
      )}
      {making === null ? (
        <ReportPane controller={controller.report} own={controller.own} />
      ) : (
        <Making
          progress={making}
          onCancel={() => {
            controller.report.cancel();
          }}
        />
      )}
    </>
  );
}

interface MakingProps {
  readonly progress: Progress;
  onCancel(): void;
}

function Making({ progress: { message, fraction }, onCancel }: MakingProps): React.ReactElement {
  return (
    <section className="jp-Zooport jp-Zooport-cellNote" aria-label="Making the bundle">
      <h3>Making the bundle</h3>
      <p role="status" aria-busy="true">
        <Icon name="running" />
        <span>
          {message}
          {fraction !== undefined && ` (${Math.round(fraction * 100)} %)`}
        </span>
      </p>
      <p className="jp-Zooport-hint">
        There is no Node beside the kernel, so this page makes the bundle: keep it open.
      </p>
      <div className="jp-Zooport-actions">
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </section>
  );
}

function Elsewhere({ state, onCheck }: { state: CellState['elsewhere']; onCheck(): void }): React.ReactElement {
  if (state === 'running') {
    return (
      <p role="status" aria-busy="true">
        <Icon name="running" />
        <span>The kernel checks the bundle with the command line …</span>
      </p>
    );
  }
  if (state !== 'no' && 'verdict' in state) {
    return <DocumentView document={state} />;
  }
  return (
    <>
      {state !== 'no' && <FailureNote failure={state} />}
      <div className="jp-Zooport-actions">
        <button type="button" className="jp-mod-primary" onClick={onCheck}>
          Check with the command line
        </button>
      </div>
    </>
  );
}

/** What the kernel found: everything but the pictures. */
function DocumentView({ document }: { document: KernelDocument }): React.ReactElement {
  const { verdict, reason, outputs, findings } = document;
  const icon = verdict === 'passed' ? 'passed' : 'failed';
  return (
    <div role="status">
      <h3>
        <Icon name={icon} />
        <span>Checked beside the kernel: {verdict}</span>
      </h3>
      {reason !== undefined && <p>{reason}</p>}
      <ul>
        {outputs.map((output, index) => (
          <li key={index}>
            {output.name}: {output.reason}
          </li>
        ))}
        {findings
          .filter(({ severity }) => severity !== 'info')
          .map(({ severity, message }, index) => (
            <li key={index}>
              {severity}: {message}
            </li>
          ))}
      </ul>
    </div>
  );
}
