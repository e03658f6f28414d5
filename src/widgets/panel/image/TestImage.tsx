import * as React from 'react';
import { useId } from 'react';
import { networkEntry } from '../../../export/networks/catalogue';
import { outputsOf } from '../../../export/networks/networkEntry';
import type { Draft } from '../../../export/draft/draft';
import type { DraftFinding } from '../../../export/draft/findings';
import type { ImageChoice, Takes } from '../../../kernel/protocol';
import { Icon } from '../../common/Icon';
import { useTranslate, type Translate } from '../../common/translate';
import { Badge } from '../fields/Badge';
import { imageSize } from './box';
import type { PanelController } from '../controller';
import { Crop } from './Crop';
import { FieldFindings } from '../fields/FieldFindings';
import { NumberInput } from '../fields/NumberInput';
import type { Picture } from '../state';

interface TestImageProps {
  readonly draft: Draft;
  readonly picked: readonly ImageChoice[];
  readonly picture: Picture | null;
  readonly controller: PanelController;
  readonly findings: (field: DraftFinding['field']) => readonly DraftFinding[];
}

/** Which image, which part of it, and what output becomes the bundle's test. */
export function TestImage({ draft, picked, picture, controller, findings }: TestImageProps): React.ReactElement {
  const t = useTranslate();
  const base = useId();
  const own = draft.candidate.images;
  const read = [...own, ...picked.filter(({ path }) => own.every(other => other.path !== path))];
  const images = [...read, ...unread(draft.image, read)];
  const size = picture && imageSize(picture.axes, picture.shape);
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
                {imageTitle(image, draft.candidate.takes, t)}
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
      {picture?.png && size && (
        <Crop
          picture={picture}
          png={picture.png}
          size={size}
          crop={draft.crop}
          onPlane={plane => {
            controller.showPlane(plane);
          }}
          onChange={crop => {
            controller.setCrop(crop);
          }}
        />
      )}
      <Output draft={draft} controller={controller} findings={findings} />
    </fieldset>
  );
}

function Output({
  draft,
  controller,
  findings
}: Pick<TestImageProps, 'draft' | 'controller' | 'findings'>): React.ReactElement {
  const t = useTranslate();
  const base = useId();
  const entry = draft.candidate.network && networkEntry(draft.candidate.network.id);
  const outputs = entry ? outputsOf(entry) : [];
  return (
    <fieldset className="jp-Zooport-row" aria-describedby={`${base}-remarks`}>
      <legend>{t('Output of the model')}</legend>
      {outputs.length === 1 && <p>{t(outputs[0][1].title)}</p>}
      {outputs.length > 1 &&
        outputs.map(([kind, { title }]) => (
          <label key={kind} className="jp-Zooport-check">
            <input
              type="radio"
              name={`${base}-output`}
              checked={draft.output === kind}
              onChange={() => {
                controller.chooseOutput(kind);
              }}
            />
            {t(title)}
          </label>
        ))}
      {draft.output === 'mask' && draft.threshold && (
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
      <FieldFindings id={`${base}-remarks`} findings={findings('output')} />
    </fieldset>
  );
}

/** The image that was chosen before the page was loaded anew, as long as the kernel has not read it again. */
function unread(path: string | null, read: readonly ImageChoice[]): readonly ImageChoice[] {
  if (path === null || read.some(image => image.path === path)) {
    return [];
  }
  const name = path.split(/[\\/]/).at(-1) ?? path;
  return [{ path, name, folder: null, heldOut: false, shape: [], dtype: '' }];
}

/** With its size along the spatial axes. */
function imageTitle({ name, shape, heldOut }: ImageChoice, takes: Takes | null, t: Translate): string {
  const spatial = takes ? takes.axes.filter(axis => axis !== 'channel').length : 2;
  const size = shape.slice(0, spatial).join(' × ');
  if (size === '') {
    return name;
  }
  return heldOut ? t('%1 (%2, held out from training)', name, size) : `${name} (${size})`;
}

function origin({ folder, heldOut }: ImageChoice, t: Translate): string {
  if (folder === null) {
    return t('chosen by hand');
  }
  return heldOut ? t('%1, held out from training', folder) : folder;
}
