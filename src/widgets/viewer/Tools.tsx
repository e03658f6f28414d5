import * as React from 'react';
import { useTranslate } from '../common/translate';
import { zoomStep } from './camera/camera';
import type { Lens } from './camera/lens';
import type { Mode } from './models';

interface ToolsProps {
  readonly lens: Lens;
  /** The output numbers objects. */
  readonly objects: boolean;
  readonly onWorst: (() => void) | null;
  readonly mode: Mode;
  readonly modes: readonly Mode[];
  onMode(mode: Mode): void;
  readonly wide: boolean;
  onWide: (() => void) | null;
}

/** The view's buttons: what keys and wheel do as well, and the way to the largest difference. */
export function Tools({ lens, objects, onWorst, mode, modes, onMode, wide, onWide }: ToolsProps): React.ReactElement {
  const t = useTranslate();
  const zoom = (factor: number) => (): void => {
    lens.zoomAtPoint(factor);
  };
  const names: Readonly<Record<Mode, string>> = {
    side: t('Side by side'),
    flicker: t('Flicker'),
    swipe: t('Swipe'),
    sections: t('Sections')
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
      <button type="button" title={t('A pixel of the picture for each of the screen (1)')} onClick={lens.ownSize}>
        1:1
      </button>
      {modes.length > 1 && (
        <select
          aria-label={t('Arrangement of the pictures')}
          value={mode}
          onChange={event => {
            onMode(modes.find(one => one === event.target.value) ?? 'side');
          }}
        >
          {modes.map(one => (
            <option key={one} value={one}>
              {names[one]}
            </option>
          ))}
        </select>
      )}
      {onWide && (
        <button type="button" onClick={onWide}>
          {wide ? t('Back to the page') : t('Full width')}
        </button>
      )}
      {onWorst && (
        <button type="button" onClick={onWorst}>
          {objects ? t('Go to the object that differs most') : t('Go to the largest difference')}
        </button>
      )}
    </div>
  );
}
