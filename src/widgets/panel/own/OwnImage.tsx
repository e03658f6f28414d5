import * as React from 'react';
import { useId } from 'react';
import type { OwnDraft } from '../../../export/own/draft';
import { Icon } from '../../common/Icon';
import { useTranslate } from '../../common/translate';
import { Choice } from '../fields/Choice';
import { TextInput } from '../fields/TextInput';
import type { OwnController } from '../ownController';
import { axesFault, axesInWords } from './axes';
import { axesOf, imageOf, shapeOf, type OwnState } from './state';

interface OwnImageProps {
  readonly draft: OwnDraft;
  readonly own: OwnState;
  readonly controller: OwnController;
}

/** Which image the bundle is tested with, what its axes are, and how the researcher predicts. */
export function OwnImage({ draft, own, controller }: OwnImageProps): React.ReactElement {
  const t = useTranslate();
  return (
    <fieldset className="jp-Zooport-group">
      <legend>{t('Test image and prediction')}</legend>
      <Image draft={draft} own={own} controller={controller} />
      {imageOf(draft) !== null && (
        <div className="jp-Zooport-ownAxes">
          <Thumbnail own={own} />
          <Axes draft={draft} own={own} controller={controller} />
        </div>
      )}
      <Predict draft={draft} own={own} controller={controller} />
    </fieldset>
  );
}

function Image({ draft, own, controller }: OwnImageProps): React.ReactElement {
  const t = useTranslate();
  const image = imageOf(draft);
  const arrays = own.held.arrays.map(({ name, shape, dtype }) => [name, `${name} (${shape.join(' × ')}, ${dtype})`]);
  const files = own.picked.map(path => [path, path.split(/[\\/]/).at(-1) ?? path]);
  const known = [...arrays, ...files];
  // The array is gone from the kernel: the one that was chosen still stands there.
  const gone = image === null || known.some(([id]) => id === image) ? [] : [[image, image]];
  return (
    <>
      {known.length + gone.length > 0 ? (
        <Choice
          label={t('Image')}
          value={image ?? ''}
          why={t('One that the network was not trained on.')}
          options={[...known, ...gone].map(([id, title]) => [id, title])}
          onChange={id => {
            controller.useImage(id);
          }}
        />
      ) : (
        <p className="jp-Zooport-hint">{t('The kernel holds no array that may be an image.')}</p>
      )}
      <div className="jp-Zooport-row">
        <button type="button" onClick={() => void controller.chooseImage()}>
          {t('Browse …')}
        </button>
      </div>
    </>
  );
}

function Thumbnail({ own: { picture } }: Pick<OwnImageProps, 'own'>): React.ReactElement {
  const t = useTranslate();
  return (
    <>
      {picture?.failure && (
        <p className="jp-Zooport-warning" role="alert">
          <Icon name="warning" />
          {picture.failure}
        </p>
      )}
      {picture?.png && (
        <img
          src={`data:image/png;base64,${picture.png}`}
          alt={t('The test image: rows run down, columns to the right')}
        />
      )}
    </>
  );
}

function Axes({ draft, own, controller }: OwnImageProps): React.ReactElement {
  const t = useTranslate();
  const base = useId();
  const typed = axesOf(draft);
  const shape = shapeOf(own);
  const fault = axesFault(typed, shape);
  // Nothing was typed, and the picture that brings the guess is on its way.
  const waiting = typed === '' && own.picture?.png === null && own.picture.failure === null;
  return (
    <div className="jp-Zooport-row">
      <label htmlFor={base}>{t('Axes of the image')}</label>
      <TextInput
        id={base}
        aria-describedby={`${base}-said`}
        value={typed}
        placeholder="yx"
        onChange={value => {
          controller.setAxes(value);
        }}
      />
      <div id={`${base}-said`} className="jp-Zooport-hint" role="status">
        {fault !== null && !waiting ? (
          <span className="jp-Zooport-warning">
            <Icon name="warning" />
            {fault}
          </span>
        ) : (
          axesInWords(typed, shape)
        )}
      </div>
    </div>
  );
}

function Predict({ draft, own, controller }: OwnImageProps): React.ReactElement {
  const t = useTranslate();
  const alone = [['', t('the network alone')]];
  const functions = own.held.functions.map((name, place) => [String(place), `${name}(…)`]);
  const chosen = own.held.functions.indexOf(draft.own.predict ?? '');
  return (
    <Choice
      label={t('Function to predict with')}
      value={chosen < 0 ? '' : String(chosen)}
      why={
        chosen < 0
          ? t('The image is what the network itself takes, and its output is the bundle’s.')
          : t('It is run with the image; what it does before and after the network is found and described.')
      }
      options={[...alone, ...functions].map(([id, title]) => [id, title])}
      onChange={id => {
        controller.setPredict(id === '' ? null : own.held.functions[Number(id)]);
      }}
    />
  );
}
