import * as React from 'react';
import { useCallback, useMemo, useState } from 'react';
import type { OutputView } from '../../preview/report/report';
import { useTranslate } from '../common/translate';
import type { Point } from './camera';
import { DifferenceNote } from './DifferenceNote';
import { usePictures, useWhole } from './hooks';
import { useLens } from './lens';
import type { PictureModel } from './models';
import { ObjectNote } from './objects/ObjectNote';
import { valueText } from './objects/objectText';
import { reading, type Pictures } from './pictures';
import { pictureAxes, positionOf, type Position } from './plane';
import { Readout } from './Readout';
import { Sliders } from './Sliders';
import { Stage } from './Stage';
import { Tools } from './Tools';

/** "Go to the largest difference" shows about this many pixels around it. */
const worstNeighbourhood = 48;

interface ViewerProps {
  readonly view: OutputView;
  /** Index of the largest difference in the expected tensor, one number per axis. */
  readonly worst?: readonly number[];
  /** The researcher's own image: the output stands where else the expected one does, and nothing is compared. */
  readonly own?: boolean;
}

/** Input, expected, reproduced and difference of one output side by side, moved together. */
export function Viewer({ view, worst, own = false }: ViewerProps): React.ReactElement {
  const whole = useWhole(view);
  const [chosen, setPosition] = useState<Position>({});
  const position = useMemo(() => ({ ...whole.start, ...chosen }), [whole, chosen]);
  const [magnify, setMagnify] = useState(false);
  const [frame, setFrame] = useState({ width: 0, height: 0 });
  const pictures = usePictures(view, whole, position, magnify);
  const grid = pictures.expected.plane;
  const lens = useLens(grid, frame);
  const { spoken, speak } = useSpoken(pictures, lens.cursor, own);

  const showWorst = (index: readonly number[]): void => {
    const { axes } = view.expected;
    const { row, column } = pictureAxes(axes);
    setPosition(positionOf(index, view.expected, whole.sliders));
    lens.goTo({ y: index[row] ?? 0, x: index[column] ?? 0 }, grid.width / worstNeighbourhood);
  };
  return (
    <div className="jp-Zooport-viewer">
      <Tools
        lens={lens}
        objects={whole.objects !== null}
        onWorst={
          worst && view.reproduced
            ? () => {
                showWorst(worst);
              }
            : null
        }
      />
      <Sliders axes={whole.sliders} position={position} onChange={setPosition} />
      <Stage pictures={pictures} own={own} lens={lens} frame={frame} onFrame={setFrame} onKeyMove={speak} />
      <span className="jp-Zooport-hidden" aria-live="polite">
        {spoken}
      </span>
      {!own && pictures.objects && <ObjectNote pictures={pictures} objects={pictures.objects} />}
      {!own && <DifferenceNote pictures={pictures} magnify={magnify} onMagnify={setMagnify} />}
      <Readout pictures={pictures} own={own} cursor={lens.cursor} onMove={lens.goTo} />
    </div>
  );
}

/** The marked pixel for screen readers, told when a key has moved it: a pointer would never let them finish. */
function useSpoken(pictures: Pictures, cursor: Point | null, own: boolean): { spoken: string; speak(): void } {
  const t = useTranslate();
  const [spoken, setSpoken] = useState('');
  const speak = useCallback(() => {
    if (cursor) {
      const { plane } = pictures.expected;
      const text = (picture: PictureModel | null): string => valueText(picture, reading(picture, plane, cursor), t);
      const expected = text(pictures.expected);
      const reproduced = text(pictures.reproduced);
      if (own) {
        setSpoken(t('y %1, x %2: output %3', cursor.y, cursor.x, expected));
        return;
      }
      setSpoken(t('y %1, x %2: expected %3, reproduced %4', cursor.y, cursor.x, expected, reproduced));
    }
  }, [cursor, own, pictures, t]);
  return { spoken, speak };
}
