import * as React from 'react';
import { useId, useState } from 'react';
import { blobReader } from '../../tensor/ranges';
import { FailureNote } from '../common/FailureNote';
import { Icon } from '../common/Icon';
import { useStore } from '../common/store';
import { useTranslate } from '../common/translate';
import { Viewer } from '../viewer/View';
import type { OwnImageController } from './controller';
import { Reading } from './Reading';
import type { OwnImageState, OwnResult } from './state';

/** “Try your own image”: a place to drop one, how it was read, what the network makes of it. */
export function OwnImageView({
  controller,
  offered
}: {
  controller: OwnImageController;
  /** Whether the bundle runs in this page; where it does not, only what was asked for is answered. */
  offered: boolean;
}): React.ReactElement | null {
  const t = useTranslate();
  const state = useStore(controller.store);
  const { inputs, doing, failure, result, notice } = state;
  const title = useId();
  if (!offered && doing === null && failure === null) {
    return null;
  }
  return (
    <section className="jp-Zooport-ownImage" aria-labelledby={title}>
      <h3 id={title}>{t('Try your own image')}</h3>
      <p className="jp-Zooport-hint">
        {t('Any size: it is cut into tiles and put together again. It stays on your computer.')}
      </p>
      {(inputs.length > 0 ? inputs : ['']).map((id, input) => (
        <Place key={id} id={inputs.length > 1 ? id : ''} input={input} controller={controller} state={state} />
      ))}
      <Doing state={state} controller={controller} />
      {failure && <FailureNote failure={failure} />}
      {result && doing === null && <Result result={result} controller={controller} />}
      {notice !== null && <p role="status">{notice}</p>}
    </section>
  );
}

interface PlaceProps {
  /** Of the input, where there are several. */
  readonly id: string;
  readonly input: number;
  readonly controller: OwnImageController;
  readonly state: OwnImageState;
}

/** Where the image of one input is dropped or chosen. */
function Place({ id, input, controller, state }: PlaceProps): React.ReactElement {
  const t = useTranslate();
  const [over, setOver] = useState(false);
  const take = (files: FileList | null): void => {
    const file = files?.[0];
    if (file) {
      void controller.take({ name: file.name, bytes: blobReader(file) }, input);
    }
  };
  const chosen = state.images[input] ?? null;
  const what = id === '' ? t('Choose an image …') : t('Choose an image for “%1” …', id);
  return (
    <div
      className={`jp-Zooport-drop${over ? ' jp-mod-over' : ''}`}
      onDragOver={event => {
        event.preventDefault();
        event.stopPropagation();
        setOver(true);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
      onDrop={event => {
        event.preventDefault();
        event.stopPropagation();
        setOver(false);
        take(event.dataTransfer.files);
      }}
    >
      <div className="jp-Zooport-actions">
        <label className="jp-Zooport-pick">
          <span>{what}</span>
          <input
            type="file"
            aria-label={what}
            onChange={event => {
              const { target } = event;
              take(target.files);
              // The same file can be chosen again, after it was changed elsewhere.
              target.value = '';
            }}
          />
        </label>
        {controller.canBrowse && (
          <button type="button" onClick={() => void controller.browse(input)}>
            {id === '' ? t('From the folders …') : t('For “%1” from the folders …', id)}
          </button>
        )}
        <span className="jp-Zooport-hint">{t('or drop one here: TIFF, PNG, JPEG or .npy')}</span>
      </div>
      {chosen && <Reading chosen={chosen} input={input} controller={controller} state={state} />}
    </div>
  );
}

function Doing({
  state: { doing, progress },
  controller
}: {
  state: OwnImageState;
  controller: OwnImageController;
}): React.ReactElement | null {
  const t = useTranslate();
  if (doing === null) {
    return null;
  }
  const known = progress !== null && progress.total > 1;
  const left =
    progress?.secondsLeft === undefined ? '' : t(', about %1 s left', String(Math.ceil(progress.secondsLeft)));
  return (
    <div className="jp-Zooport-running" aria-busy="true">
      <p role="status">
        <Icon name="running" />
        <span>
          {doing === 'opening'
            ? t('Opening the image …')
            : known
              ? t('The network runs: tile %1 of %2', String(progress.done), String(progress.total)) + left
              : t('The network runs on your image …')}
        </span>
      </p>
      <progress max={1} value={known ? progress.done / progress.total : undefined} aria-label={t('Progress')} />
      <div className="jp-Zooport-actions">
        <button
          type="button"
          onClick={() => {
            controller.cancel();
          }}
        >
          {t('Cancel')}
        </button>
      </div>
    </div>
  );
}

function Result({ result, controller }: { result: OwnResult; controller: OwnImageController }): React.ReactElement {
  const t = useTranslate();
  const { outputs, views, warnings, tiles, seconds, engine } = result;
  return (
    <>
      {warnings.map(sentence => (
        <p key={sentence} className="jp-Zooport-warning">
          <Icon name="warning" />
          <span>{sentence}</span>
        </p>
      ))}
      {outputs.map(({ id, objects }, index) => (
        <div key={id}>
          <h4>{t('Output “%1”', id)}</h4>
          {objects !== undefined && <p role="status">{t('%1 objects', String(objects))}</p>}
          <Viewer view={views[index]} own />
          <div className="jp-Zooport-actions">
            <button type="button" onClick={() => void controller.save(index)}>
              {outputs.length > 1 ? t('Save “%1” as TIFF', id) : t('Save as TIFF')}
            </button>
          </div>
        </div>
      ))}
      <p className="jp-Zooport-hint">
        {t(
          '%1 in %2 s with %3',
          tiles === 1 ? t('In one piece') : t('%1 tiles', String(tiles)),
          seconds.total.toFixed(1),
          engine
        )}
      </p>
    </>
  );
}
