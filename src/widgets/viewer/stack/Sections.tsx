import * as React from 'react';
import { useEffect, useMemo, useRef } from 'react';
import type { ViewTensor } from '../../../preview/report/report';
import { useTranslate } from '../../common/translate';
import type { Lens } from '../camera/lens';
import type { Size } from '../camera/camera';
import type { Layer, PictureModel } from '../models';
import { drawLayers } from '../paint/draw';
import { isDepth, type Position, type SliderAxis } from '../plane/axes';
import type { Plane } from '../plane/plane';
import { sectionsOf } from './cuts';

/** The two cuts along the depth through the marked pixel, moved with the picture beside them; a click goes there. */
export function SectionViews({
  view,
  model,
  position,
  sliders,
  lens,
  grid,
  frame,
  stretch,
  onPosition
}: {
  view: ViewTensor;
  model: PictureModel;
  position: Position;
  sliders: readonly SliderAxis[];
  lens: Lens;
  grid: Size;
  frame: Size;
  /** Distance of two planes in pixels. */
  stretch: number;
  onPosition(position: Position): void;
}): React.ReactElement | null {
  const t = useTranslate();
  const { width, height } = model.plane;
  const at = useMemo(() => {
    const { x, y } = lens.cursor ?? { x: Math.floor(grid.width / 2), y: Math.floor(grid.height / 2) };
    return {
      x: Math.floor(((x + 0.5) / grid.width) * width),
      y: Math.floor(((y + 0.5) / grid.height) * height)
    };
  }, [lens.cursor, grid, width, height]);
  const sections = useMemo(
    () => sectionsOf(view, position, sliders, at, stretch, model.plane.shrink),
    [view, position, sliders, at, stretch, model.plane.shrink]
  );
  const axis = sliders.find(isDepth);
  if (!sections || !axis) {
    return null;
  }
  const part = ((position[axis.id] ?? 0) + 0.5) / axis.size;
  const go = (depth: number, pixel: { x: number; y: number }): void => {
    onPosition({ ...position, [axis.id]: Math.min(axis.size - 1, Math.floor(depth * axis.size)) });
    lens.goTo(pixel);
  };
  const cursor = lens.cursor ?? { x: Math.floor(grid.width / 2), y: Math.floor(grid.height / 2) };
  const camera = lens.camera;
  const lower = { width: frame.width, height: (frame.width * sections.xz.height) / width };
  const side = { width: (frame.height * sections.zy.width) / height, height: frame.height };
  return (
    <>
      <Section
        along="x"
        title={t('Section along x')}
        plane={sections.xz}
        painting={model.painting}
        frame={lower}
        camera={{ ...camera, y: centred(part, camera.zoom) }}
        line={{ insetBlockStart: `${lineAt(part, camera.zoom)}%`, width: '100%' }}
        onPoint={(x, y) => {
          go(back(y, part, camera.zoom), { x: pixel(x, camera.x, camera.zoom, grid.width), y: cursor.y });
        }}
      />
      <Section
        along="y"
        title={t('Section along y')}
        plane={sections.zy}
        painting={model.painting}
        frame={side}
        camera={{ ...camera, x: centred(part, camera.zoom) }}
        line={{ insetInlineStart: `${lineAt(part, camera.zoom)}%`, height: '100%' }}
        onPoint={(x, y) => {
          go(back(x, part, camera.zoom), { x: cursor.x, y: pixel(y, camera.y, camera.zoom, grid.height) });
        }}
      />
    </>
  );
}

/** The middle of what is seen along the depth: the plane shown, as far as the frame does not leave the section. */
function centred(part: number, zoom: number): number {
  const half = Math.min(0.5, 0.5 / zoom);
  return Math.min(1 - half, Math.max(half, part));
}

/** Where the plane shown lies in the frame, in per cent. */
function lineAt(part: number, zoom: number): number {
  return ((part - centred(part, zoom)) * zoom + 0.5) * 100;
}

function back(place: number, part: number, zoom: number): number {
  return Math.min(0.999, Math.max(0, (place - 0.5) / zoom + centred(part, zoom)));
}

function pixel(place: number, middle: number, zoom: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.floor(((place - 0.5) / zoom + middle) * size)));
}

function Section({
  along,
  title,
  plane,
  painting,
  frame,
  camera,
  line,
  onPoint
}: {
  along: 'x' | 'y';
  title: string;
  plane: Plane;
  painting: Layer['painting'];
  frame: Size;
  camera: Lens['camera'];
  line: React.CSSProperties;
  /** Parts of the frame, 0..1. */
  onPoint(x: number, y: number): void;
}): React.ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) {
      drawLayers(canvas.current, [{ plane, painting }], camera, frame);
    }
  });
  return (
    <figure className={`jp-Zooport-picture jp-mod-along-${along}`}>
      <figcaption aria-hidden="true">{along === 'x' ? 'x, z' : 'z, y'}</figcaption>
      <div
        className="jp-Zooport-section"
        style={{ width: frame.width, height: frame.height }}
        onPointerDown={event => {
          const box = event.currentTarget.getBoundingClientRect();
          onPoint((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
        }}
      >
        <canvas ref={canvas} role="img" aria-label={title} />
        <span className="jp-Zooport-sectionLine" style={line} aria-hidden="true" />
      </div>
    </figure>
  );
}
