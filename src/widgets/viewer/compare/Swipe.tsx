import * as React from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslate } from '../../common/translate';
import type { Camera, Point, Size } from '../camera/camera';
import { layersOf, type Cell } from '../models';
import { drawLayers } from '../paint/draw';
import { Mark } from '../Picture';

/** Two pictures in one place: the first to the left of a line that a slider moves, the second to its right. */
export function Swipe({
  cells: [left, right],
  grid,
  camera,
  cursor,
  frame
}: {
  cells: readonly Cell[];
  grid: Size;
  camera: Camera;
  cursor: Point | null;
  frame: Size;
}): React.ReactElement {
  const t = useTranslate();
  const id = useId();
  const [part, setPart] = useState(50);
  return (
    <figure className="jp-Zooport-picture">
      <figcaption className="jp-Zooport-pair">
        <span>{left.title}</span>
        <span>{right.title}</span>
      </figcaption>
      <div className="jp-Zooport-frame" style={{ aspectRatio: `${grid.width} / ${grid.height}` }}>
        <Half cell={left} camera={camera} frame={frame} />
        <Half cell={right} camera={camera} frame={frame} clip={`inset(0 0 0 ${part}%)`} />
        <span className="jp-Zooport-swipeLine" style={{ insetInlineStart: `${part}%` }} aria-hidden="true" />
        {cursor && <Mark pixel={cursor} picture={grid} camera={camera} frame={frame} />}
      </div>
      <label className="jp-Zooport-slider" htmlFor={id}>
        <span>{t('Line')}</span>
        <input
          id={id}
          type="range"
          min={0}
          max={100}
          value={part}
          aria-valuetext={t('%1 % %2, the rest %3', part, left.title, right.title)}
          onChange={event => {
            setPart(event.target.valueAsNumber);
          }}
        />
        <span>{`${part} %`}</span>
      </label>
    </figure>
  );
}

function Half({
  cell: { title, model },
  camera,
  frame,
  clip
}: {
  cell: Cell;
  camera: Camera;
  frame: Size;
  clip?: string;
}): React.ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current && model) {
      drawLayers(canvas.current, layersOf(model), camera, frame);
    }
  }, [model, camera, frame]);
  return (
    <canvas ref={canvas} role="img" aria-label={title} style={clip === undefined ? undefined : { clipPath: clip }} />
  );
}
