import * as React from 'react';
import { useId } from 'react';
import type { Draft } from '../../export/draft';
import type { ImageChoice } from '../../kernel/protocol';
import { Icon } from '../common/Icon';
import { useTranslate, type Translate } from '../common/translate';
import { Badge } from './Badge';
import type { PanelController } from './controller';
import { Crop } from './Crop';
import { NumberInput } from './NumberInput';
import type { Picture } from './state';

interface TestImageProps {
  readonly draft: Draft;
  readonly picked: readonly ImageChoice[];
  readonly picture: Picture | null;
  readonly controller: PanelController;
}

/** Which image, which part of it, and what output becomes the bundle's test. */
export function TestImage({ draft, picked, picture, controller }: TestImageProps): React.ReactElement {
  const t = useTranslate();
  const base = useId();
  const images = [...draft.candidate.images, ...picked];
  const chosen = images.find(({ path }) => path === draft.image) ?? images.at(0);
  return (
    <fieldset className="jp-Zooport-group">
      <legend>{t('Test image')}</legend>
      <div className="jp-Zooport-row">
        <div className="jp-Zooport-rowHead">
          {images.length > 0 ? <label htmlFor={base}>{t('Image')}</label> : <span>{t('Image')}</span>}
          {chosen && <Badge origin={draft.image === null ? 'guess' : 'user'} where={origin(chosen, t)} />}
        </div>
        {images.length > 0 && (
          <select
            id={base}
            value={chosen?.path}
            onChange={event => {
              controller.useImage(event.target.value);
            }}
          >
            {images.map(image => (
              <option key={image.path} value={image.path}>
                {imageTitle(image, t)}
              </option>
            ))}
          </select>
        )}
        {images.length === 0 && (
          <p className="jp-Zooport-hint">
            {t(
              'The folders that the notebook names hold no image that can be read. Choose one that the network can take.'
            )}
          </p>
        )}
        <button type="button" onClick={() => void controller.chooseImage()}>
          {images.length > 0 ? t('Choose another image …') : t('Choose an image …')}
        </button>
      </div>
      {picture?.failure && (
        <p className="jp-Zooport-warning" role="alert">
          <Icon name="warning" />
          {picture.failure}
        </p>
      )}
      {picture?.png && (
        <Crop
          picture={picture}
          png={picture.png}
          crop={draft.crop}
          onChange={crop => {
            controller.setCrop(crop);
          }}
        />
      )}
      <Output draft={draft} controller={controller} />
    </fieldset>
  );
}

function Output({ draft, controller }: Pick<TestImageProps, 'draft' | 'controller'>): React.ReactElement {
  const t = useTranslate();
  const base = useId();
  const outputs = [
    ['probability', t('Probability, 0 to 1')],
    ['mask', t('Mask, by a threshold')]
  ] as const;
  return (
    <fieldset className="jp-Zooport-row">
      <legend>{t('Output of the model')}</legend>
      {outputs.map(([output, title]) => (
        <label key={output} className="jp-Zooport-check">
          <input
            type="radio"
            name={`${base}-output`}
            checked={draft.output === output}
            onChange={() => {
              controller.chooseOutput(output);
            }}
          />
          {title}
        </label>
      ))}
      {draft.output === 'mask' && (
        <div className="jp-Zooport-rowHead">
          <NumberInput
            label={t('Threshold, 0 to 255')}
            min={0}
            max={255}
            step="any"
            value={draft.threshold.value}
            describedBy={`${base}-threshold`}
            onChange={value => {
              controller.setThreshold(value);
            }}
          />
          <Badge id={`${base}-threshold`} origin={draft.threshold.origin} where={draft.threshold.where} />
        </div>
      )}
    </fieldset>
  );
}

function imageTitle({ name, shape, heldOut }: ImageChoice, t: Translate): string {
  const size = shape.slice(0, 2).join(' × ');
  return heldOut ? t('%1 (%2, held out from training)', name, size) : `${name} (${size})`;
}

function origin({ folder, heldOut }: ImageChoice, t: Translate): string {
  if (folder === null) {
    return t('chosen by hand');
  }
  return heldOut ? t('%1, held out from training', folder) : folder;
}
