import * as React from 'react';
import type { OwnDraft } from '../../../export/own/draft';
import { useTranslate } from '../../common/translate';
import { Choice } from '../fields/Choice';
import type { OwnController } from '../ownController';
import { functionsFor, namesOf } from './choices';
import { OwnImage } from './OwnImage';
import { choiceOf, imagesOf, type OwnState } from './state';

interface OwnImagesProps {
  readonly draft: OwnDraft;
  readonly own: OwnState;
  readonly controller: OwnController;
}

/** Which images the bundle is tested with, one for each input, what their axes are, and how the researcher predicts. */
export function OwnImages({ draft, own, controller }: OwnImagesProps): React.ReactElement {
  const t = useTranslate();
  const images = imagesOf(draft);
  const names = namesOf(own.held, choiceOf(own), draft.own.predict, images.length);
  return (
    <fieldset className="jp-Zooport-group">
      <legend>{t('Test image and prediction')}</legend>
      <Predict draft={draft} own={own} controller={controller} />
      {images.length === 1 ? (
        <OwnImage place={0} draft={draft} own={own} controller={controller} />
      ) : (
        names.map((name, place) => (
          <fieldset key={place} className="jp-Zooport-ownInput">
            <legend>{name === '' ? t('Image %1', place + 1) : t('Image %1: “%2”', place + 1, name)}</legend>
            <OwnImage place={place} draft={draft} own={own} controller={controller} />
          </fieldset>
        ))
      )}
      <ImageCount draft={draft} own={own} controller={controller} />
    </fieldset>
  );
}

/** The kernel says how many the network must be given; what may be left out of a call, only the researcher knows. */
function ImageCount({ draft, own, controller }: OwnImagesProps): React.ReactElement {
  const t = useTranslate();
  const count = imagesOf(draft).length;
  return (
    <div className="jp-Zooport-row jp-Zooport-ownNumber">
      <button
        type="button"
        onClick={() => {
          controller.addImage();
        }}
      >
        {t('Add an image')}
      </button>
      {count > Math.max(1, choiceOf(own)?.inputs.length ?? 1) && (
        <button
          type="button"
          onClick={() => {
            controller.removeImage();
          }}
        >
          {t('Remove image %1', count)}
        </button>
      )}
    </div>
  );
}

function Predict({ draft, own, controller }: OwnImagesProps): React.ReactElement {
  const t = useTranslate();
  const count = imagesOf(draft).length;
  const fit = functionsFor(own.held, count).map(({ name }) => name);
  const alone = [['', t('the network alone')]];
  const functions = fit.map((name, place) => [String(place), `${name}(…)`]);
  const chosen = fit.indexOf(draft.own.predict ?? '');
  const said =
    chosen >= 0
      ? t('It is run with the image; what it does before and after the network is found and described.')
      : t('The image is what the network itself takes, and its output is the bundle’s.');
  const saidOfMore =
    chosen >= 0
      ? t('It is run with the images; what it does before and after the network is found and described.')
      : t('The images are what the network itself takes, and its output is the bundle’s.');
  return (
    <Choice
      label={t('Function to predict with')}
      value={chosen < 0 ? '' : String(chosen)}
      why={count === 1 ? said : saidOfMore}
      options={[...alone, ...functions].map(([id, title]) => [id, title])}
      onChange={id => {
        controller.setPredict(id === '' ? null : fit[Number(id)]);
      }}
    />
  );
}
