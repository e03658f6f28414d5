import * as React from 'react';
import { useId } from 'react';
import type { OwnDraft } from '../../../export/own/draft';
import { Icon } from '../../common/Icon';
import { useTranslate } from '../../common/translate';
import { Choice } from '../fields/Choice';
import { TextInput } from '../fields/TextInput';
import type { OwnController } from '../ownController';
import { axesFault, axesInWords } from './axes';
import { axesOf, imagesOf, pictureOf, shapeOf, type OwnState } from './state';

interface OwnImageProps {
  /** Which of the images, counted from 0. */
  readonly place: number;
  readonly draft: OwnDraft;
  readonly own: OwnState;
  readonly controller: OwnController;
}

/** One test image: which one, its picture, and its axes beside. */
export function OwnImage(props: OwnImageProps): React.ReactElement {
  const { place, draft, own } = props;
  return (
    <>
      <Image {...props} />
      {imagesOf(draft).at(place) !== '' && (
        <div className="jp-Zooport-ownAxes">
          <Thumbnail place={place} own={own} />
          <Axes {...props} />
        </div>
      )}
    </>
  );
}

function Image({ place, draft, own, controller }: OwnImageProps): React.ReactElement {
  const t = useTranslate();
  const image = imagesOf(draft).at(place) ?? '';
  const arrays = own.held.arrays.map(({ name, shape, dtype }) => [name, `${name} (${shape.join(' × ')}, ${dtype})`]);
  const files = own.picked.map(path => [path, path.split(/[\\/]/).at(-1) ?? path]);
  const known = [...arrays, ...files];
  // The array is gone from the kernel, or none was left for this place: what was chosen still stands there.
  const other = known.some(([id]) => id === image) ? [] : [[image, image === '' ? t('choose one') : image]];
  return (
    <>
      {known.length > 0 || image !== '' ? (
        <Choice
          label={t('Image')}
          value={image}
          why={t('One that the network was not trained on.')}
          options={[...other, ...known].map(([id, title]) => [id, title])}
          onChange={id => {
            controller.useImage(place, id);
          }}
        />
      ) : (
        <p className="jp-Zooport-hint jp-Zooport-ownNone">{t('The kernel holds no array that may be an image.')}</p>
      )}
      <div className="jp-Zooport-row">
        <button type="button" onClick={() => void controller.chooseImage(place)}>
          {t('Browse …')}
        </button>
      </div>
    </>
  );
}

function Thumbnail({ place, own }: Pick<OwnImageProps, 'place' | 'own'>): React.ReactElement {
  const t = useTranslate();
  const picture = pictureOf(own, place);
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

function Axes({ place, draft, own, controller }: OwnImageProps): React.ReactElement {
  const t = useTranslate();
  const base = useId();
  const typed = axesOf(draft, place);
  const shape = shapeOf(own, place);
  const fault = axesFault(typed, shape);
  const picture = pictureOf(own, place);
  // Nothing was typed, and the picture that brings the guess is on its way, or comes once the kernel is idle.
  const waiting = typed === '' && picture?.png === null && (picture.failure === null || picture.busy);
  return (
    <div className="jp-Zooport-row">
      <label htmlFor={base}>{t('Axes of the image')}</label>
      <TextInput
        id={base}
        aria-describedby={`${base}-said`}
        value={typed}
        placeholder="yx"
        onChange={value => {
          controller.setAxes(place, value);
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
