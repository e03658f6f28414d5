import * as React from 'react';
import { useId } from 'react';
import { useTranslate } from '../common/translate';
import type { OwnImageController } from './controller';
import { axesSentence, type ChosenImage, type OwnImageState } from './state';

interface ReadingProps {
  readonly chosen: ChosenImage;
  readonly input: number;
  readonly controller: OwnImageController;
  readonly state: OwnImageState;
}

/** How an image was read, and where one says otherwise. */
export function Reading({ chosen, input, controller, state }: ReadingProps): React.ReactElement {
  const t = useTranslate();
  const base = useId();
  const { info } = chosen.source;
  const letters = info.axes.map(({ id }) => id).join('');
  const stack = info.axes.some(({ id, size }) => (id === 'z' || id === 't') && size > 1);
  const channels = info.axes.some(({ id, size }) => id === 'c' && size > 1);
  return (
    <form
      className="jp-Zooport-reading"
      onSubmit={event => {
        event.preventDefault();
        void controller.run();
      }}
    >
      <p>
        <strong>{info.name}</strong> {axesSentence(info.axes)}, {info.dtype}
        {!info.stated && ` (${t('the file does not say what its axes are')})`}
      </p>
      {info.notes.map(note => (
        <p key={note} className="jp-Zooport-hint">
          {note}
        </p>
      ))}
      <div className="jp-Zooport-readingFields">
        <label htmlFor={`${base}-axes`}>{t('Axes')}</label>
        <input
          id={`${base}-axes`}
          type="text"
          size={8}
          placeholder={letters}
          value={state.axes[input] ?? ''}
          aria-describedby={`${base}-letters`}
          onChange={event => {
            controller.setAxes(input, event.target.value);
          }}
        />
        {stack && input === 0 && (
          <>
            <label htmlFor={`${base}-planes`}>{t('Stacks')}</label>
            <select
              id={`${base}-planes`}
              value={state.planes}
              onChange={event => {
                controller.setPlanes(event.target.value === 'projection' ? 'projection' : 'each');
              }}
            >
              <option value="each">{t('each plane')}</option>
              <option value="projection">{t('maximum projection')}</option>
            </select>
          </>
        )}
        {channels && input === 0 && (
          <>
            <label htmlFor={`${base}-channels`}>{t('Channels')}</label>
            <input
              id={`${base}-channels`}
              type="text"
              size={8}
              placeholder="0"
              value={state.channels}
              onChange={event => {
                controller.setChannels(event.target.value);
              }}
            />
          </>
        )}
        <button type="submit" disabled={state.doing !== null}>
          {t('Run again')}
        </button>
      </div>
      <p id={`${base}-letters`} className="jp-Zooport-hint">
        {t('Axes: a letter each, t time, c channel, z plane, y row, x column.')}
      </p>
    </form>
  );
}
