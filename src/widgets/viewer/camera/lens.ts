import { useCallback, useMemo, useState } from 'react';
import {
  centre,
  drag,
  follow,
  ownSize,
  wholePicture,
  zoomAt,
  zoomStep,
  type Camera,
  type Point,
  type Size
} from './camera';
import type { Move } from './keys';

/** One key press moves the view by this part of the frame. */
const panPart = 0.1;

/** Where all four pictures look and which pixel is marked, with everything that moves them. */
export interface Lens {
  readonly camera: Camera;
  /** Marked pixel of the expected picture. */
  readonly cursor: Point | null;
  mark(pixel: Point | null): void;
  /** Marks a pixel and brings it into view; with `zoom` into the middle, at least so many times enlarged. */
  goTo(pixel: Point, zoom?: number): void;
  dragBy(by: Point): void;
  zoomAtPoint(factor: number, point?: Point): void;
  fit(): void;
  /** One pixel of the expected picture on one of the screen. */
  ownSize(): void;
  /** What a key asks, but for another plane. */
  obey(move: Move): void;
}

export function useLens(picture: Size, frame: Size): Lens {
  const [camera, setCamera] = useState<Camera>(wholePicture);
  const [cursor, setCursor] = useState<Point | null>(null);
  const { width, height } = picture;

  const goTo = useCallback(
    (pixel: Point, zoom?: number) => {
      const size = { width, height };
      setCursor(pixel);
      setCamera(now => (zoom === undefined ? follow(now, pixel, size) : centre(now, pixel, size, zoom)));
    },
    [width, height]
  );
  const dragBy = useCallback(
    (by: Point) => {
      setCamera(now => drag(now, by, { width, height }, laidOut(frame)));
    },
    [width, height, frame]
  );
  const zoomAtPoint = useCallback(
    (factor: number, point?: Point) => {
      const size = laidOut(frame);
      const middle = { x: size.width / 2, y: size.height / 2 };
      setCamera(now => zoomAt(now, factor, point ?? middle, { width, height }, size));
    },
    [width, height, frame]
  );
  const fit = useCallback(() => {
    setCamera(wholePicture);
  }, []);
  const toOwnSize = useCallback(() => {
    setCamera(now => ownSize(now, { width, height }, laidOut(frame), globalThis.devicePixelRatio || 1));
  }, [width, height, frame]);
  const obey = useCallback(
    (move: Move) => {
      if (move.kind === 'pan') {
        const size = laidOut(frame);
        dragBy({ x: -move.by.x * size.width * panPart, y: -move.by.y * size.height * panPart });
      } else if (move.kind === 'zoom') {
        zoomAtPoint(move.inward ? zoomStep : 1 / zoomStep);
      } else if (move.kind === 'fit') {
        fit();
      } else if (move.kind === 'ownSize') {
        toOwnSize();
      } else if (move.kind === 'cursor') {
        goTo(stepped(cursor, move.by, { width, height }));
      }
    },
    [cursor, dragBy, fit, frame, goTo, height, toOwnSize, width, zoomAtPoint]
  );
  return useMemo(
    () => ({ camera, cursor, mark: setCursor, goTo, dragBy, zoomAtPoint, fit, ownSize: toOwnSize, obey }),
    [camera, cursor, goTo, dragBy, zoomAtPoint, fit, toOwnSize, obey]
  );
}

/** The next pixel; the first step starts in the middle. */
function stepped(from: Point | null, by: Point, { width, height }: Size): Point {
  if (!from) {
    return { x: Math.floor(width / 2), y: Math.floor(height / 2) };
  }
  return {
    x: Math.min(width - 1, Math.max(0, from.x + by.x)),
    y: Math.min(height - 1, Math.max(0, from.y + by.y))
  };
}

/** Before the first layout a frame has no size; any will do then, since nothing is drawn. */
function laidOut(frame: Size): Size {
  return frame.width > 0 && frame.height > 0 ? frame : { width: 1, height: 1 };
}
