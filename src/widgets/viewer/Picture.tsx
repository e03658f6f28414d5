import * as React from 'react';
import { useEffect, useMemo, useRef } from 'react';
import { formatNumber } from '../common/number';
import { useTranslate, type Translate } from '../common/translate';
import { ColourBar } from './ColourBar';
import { place, samePlace, type Camera, type Point, type Size } from './camera';
import { paint } from './colours';
import type { PictureModel } from './models';
import { objectCount } from './objects/objectText';

interface PictureProps {
  readonly title: string;
  readonly model: PictureModel;
  readonly camera: Camera;
  /** Size of the frame in screen pixels; the same for all four. */
  readonly frame: Size;
  /** The pixel under the pointer, in `grid`'s pixels. */
  readonly cursor: Point | null;
  readonly grid: Size;
}

/** One of the four pictures with its title and colour bar. */
export function Picture({ title, model, camera, frame, cursor, grid }: PictureProps): React.ReactElement {
  const t = useTranslate();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { plane, painting, unit } = model;
  const bitmap = useMemo(() => bitmapOf(plane, paint(plane, painting)), [plane, painting]);
  useEffect(() => {
    if (canvas.current && bitmap) {
      draw(canvas.current, bitmap, camera, frame);
    }
  }, [bitmap, camera, frame]);
  const label = labelOf(title, model, t);
  return (
    <figure className="jp-Zooport-picture">
      <figcaption>{title}</figcaption>
      <div className="jp-Zooport-frame" style={{ aspectRatio: `${grid.width} / ${grid.height}` }}>
        <canvas ref={canvas} role="img" aria-label={label} />
        {cursor && <Mark pixel={samePlace(cursor, grid, plane)} picture={plane} camera={camera} frame={frame} />}
      </div>
      {painting.kind === 'scale' ? (
        <ColourBar contrast={painting.contrast} map={painting.map} unit={unit} />
      ) : (
        <p className="jp-Zooport-objectCount">{objectCount(model.name, painting, t)}</p>
      )}
    </figure>
  );
}

/** What a screen reader says of a picture. */
function labelOf(title: string, { name, painting }: PictureModel, t: Translate): string {
  if (painting.kind === 'objects') {
    return `${title}, ${objectCount(name, painting, t)}`;
  }
  const { low, high } = painting.contrast;
  return t('%1, colours from %2 to %3', title, formatNumber(low), formatNumber(high));
}

const smallestMark = 7;

function Mark({
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

function bitmapOf(picture: Size, pixels: Uint8ClampedArray<ArrayBuffer>): HTMLCanvasElement | null {
  const canvas = document.createElement('canvas');
  canvas.width = picture.width;
  canvas.height = picture.height;
  const context = canvas.getContext('2d');
  context?.putImageData(new ImageData(pixels, picture.width, picture.height), 0, 0);
  return context && canvas;
}

function draw(canvas: HTMLCanvasElement, bitmap: HTMLCanvasElement, camera: Camera, frame: Size): void {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(frame.width * ratio);
  canvas.height = Math.round(frame.height * ratio);
  const context = canvas.getContext('2d');
  if (!context || frame.width === 0) {
    return;
  }
  const { scale, left, top } = place(camera, bitmap, frame);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  // Enlarged pixels stay squares: smoothing would show values that are not there.
  context.imageSmoothingEnabled = scale < 1;
  context.drawImage(bitmap, left, top, bitmap.width * scale, bitmap.height * scale);
}
