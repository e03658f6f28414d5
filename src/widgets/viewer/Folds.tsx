import * as React from 'react';
import type { OutputView } from '../../preview/report/report';
import { useTranslate } from '../common/translate';
import type { PixelSize } from './scale/bar';
import type { Lens } from './camera/lens';
import { ContrastPanel } from './contrast/ContrastPanel';
import { DifferencePanel } from './difference/DifferencePanel';
import { Fold } from './Fold';
import type { Looks } from './looks';
import type { Cell } from './models';
import { ObjectTable } from './objects/ObjectTable';
import { OverlayPanel } from './overlay/OverlayPanel';
import type { Pictures } from './pictures';
import type { Position } from './plane/axes';
import { captionOf } from './save/caption';
import { SavePanel } from './save/SavePanel';
import type { Whole } from './whole';

interface FoldsProps {
  readonly view: OutputView;
  readonly whole: Whole;
  readonly pictures: Pictures;
  readonly cells: readonly Cell[];
  readonly looks: Looks;
  readonly position: Position;
  readonly lens: Lens;
  readonly pixelSize?: PixelSize;
  readonly own: boolean;
  onLooks(change: Partial<Looks>): void;
  /** Shows an element of the expected tensor: one number per axis. */
  onGo(at: readonly number[]): void;
}

/** Everything that is not needed at first sight, each kind of it in a fold of its own. */
export function Folds(props: FoldsProps): React.ReactElement {
  const t = useTranslate();
  const { view, whole, pictures, cells, looks, position, lens, pixelSize, own, onLooks, onGo } = props;
  const { difference, scale } = pictures;
  return (
    <div className="jp-Zooport-folds">
      <Fold title={t('Contrast and colours')}>
        {() => <ContrastPanel {...{ view, whole, looks, position, onLooks }} />}
      </Fold>
      <Fold title={whole.objects ? t('Overlay and outlines') : t('Overlay and mask')}>
        {() => <OverlayPanel {...{ view, pictures, looks, own, onLooks }} />}
      </Fold>
      {whole.objects && (
        <Fold title={t('Table of objects')}>
          {() => whole.objects && <ObjectTable view={view} objects={whole.objects} onGo={onGo} />}
        </Fold>
      )}
      {!own && difference && scale && (
        <Fold title={t('Difference in detail')}>
          {() => <DifferencePanel plane={difference.plane} scale={scale} onLooks={onLooks} onGo={lens.goTo} />}
        </Fold>
      )}
      <Fold title={t('Copy and save')}>
        {() => (
          <SavePanel
            view={view}
            cells={cells}
            camera={lens.camera}
            grid={pictures.expected.plane}
            caption={captionOf(view.output, cells, whole.sliders, position, t)}
            pixelSize={pixelSize}
            own={own}
          />
        )}
      </Fold>
    </div>
  );
}
