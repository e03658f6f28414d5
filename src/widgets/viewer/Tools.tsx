import * as React from 'react';
import { useTranslate } from '../common/translate';
import { zoomStep } from './camera';
import type { Lens } from './lens';

/** The view's buttons: what keys and wheel do as well, and the way to the largest difference. */
export function Tools({
  lens,
  objects,
  onWorst
}: {
  lens: Lens;
  /** The output numbers objects. */
  objects: boolean;
  onWorst: (() => void) | null;
}): React.ReactElement {
  const t = useTranslate();
  const zoom = (factor: number) => (): void => {
    lens.zoomAtPoint(factor);
  };
  return (
    <div className="jp-Zooport-viewerTools" role="group" aria-label={t('View of the pictures')}>
      <button type="button" aria-label={t('Zoom in')} title={t('Zoom in (+)')} onClick={zoom(zoomStep)}>
        +
      </button>
      <button type="button" aria-label={t('Zoom out')} title={t('Zoom out (-)')} onClick={zoom(1 / zoomStep)}>
        −
      </button>
      <button type="button" title={t('Show the whole picture (0)')} onClick={lens.fit}>
        {t('Fit')}
      </button>
      {onWorst && (
        <button type="button" onClick={onWorst}>
          {objects ? t('Go to the object that differs most') : t('Go to the largest difference')}
        </button>
      )}
    </div>
  );
}
