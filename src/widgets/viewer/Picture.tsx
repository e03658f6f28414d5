import * as React from 'react';
import { useEffect, useRef } from 'react';
import { formatNumber } from '../common/number';
import { useTranslate, type Translate } from '../common/translate';
import { place, samePlace, type Camera, type Point, type Size } from './camera/camera';
import type { PixelSize } from './scale/bar';
import { ColourBar } from './ColourBar';
import { layersOf, type PictureModel } from './models';
import { objectCount } from './objects/objectText';
import { drawLayers } from './paint/draw';
import { ScaleBar } from './scale/ScaleBar';

interface PictureProps {
  readonly title: string;
  readonly model: PictureModel;
  readonly camera: Camera;
  /** Size of the frame in screen pixels; the same for all four. */
  readonly frame: Size;
  /** The pixel under the pointer, in `grid`'s pixels. */
  readonly cursor: Point | null;
  readonly grid: Size;
  /** Of one of the grid's pixels. */
  readonly pixelSize?: PixelSize;
}

/** One of the four pictures with its title and colour bar. */
export function Picture({ title, model, camera, frame, cursor, grid, pixelSize }: PictureProps): React.ReactElement {
  const t = useTranslate();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { plane, painting, unit } = model;
  useEffect(() => {
    if (canvas.current) {
      drawLayers(canvas.current, layersOf(model), camera, frame);
    }
  }, [model, camera, frame]);
  const label = labelOf(title, model, t);
  return (
    <figure className="jp-Zooport-picture">
      <figcaption>{title}</figcaption>
      <div className="jp-Zooport-frame" style={{ aspectRatio: `${grid.width} / ${grid.height}` }}>
        <canvas ref={canvas} role="img" aria-label={label} />
        {cursor && <Mark pixel={samePlace(cursor, grid, plane)} picture={plane} camera={camera} frame={frame} />}
        {pixelSize && <ScaleBar pixelSize={pixelSize} scale={place(camera, grid, frame).scale} frame={frame} />}
      </div>
      {painting.kind === 'objects' ? (
        <p className="jp-Zooport-objectCount">{objectCount(model.name, painting, t)}</p>
      ) : (
        painting.kind === 'scale' && <ColourBar painting={painting} unit={unit} />
      )}
    </figure>
  );
}

/** What a screen reader says of a picture. */
function labelOf(title: string, { name, painting }: PictureModel, t: Translate): string {
  if (painting.kind === 'objects') {
    return `${title}, ${objectCount(name, painting, t)}`;
  }
  if (painting.kind === 'mask') {
    return title;
  }
  const { low, high } = painting.contrast;
  return t('%1, colours from %2 to %3', title, formatNumber(low), formatNumber(high));
}

const smallestMark = 7;

export function Mark({
  pixel,
  picture,
  camera,
  frame
}: {
  pixel: Point;
  picture: Size;
  camera: Camera;
  frame: Size;
}): React.ReactElement | null {
  if (frame.width === 0) {
    return null;
  }
  const { scale, left, top } = place(camera, picture, frame);
  const size = Math.max(scale, smallestMark);
  return (
    <span
      className="jp-Zooport-mark"
      style={{
        width: size,
        height: size,
        left: left + (pixel.x + 0.5) * scale - size / 2,
        top: top + (pixel.y + 0.5) * scale - size / 2
      }}
    />
  );
}
