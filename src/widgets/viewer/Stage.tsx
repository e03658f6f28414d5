import * as React from 'react';
import { useCallback, useEffect, useId, useRef } from 'react';
import { useTranslate } from '../common/translate';
import { pixelAt, zoomStep, type Point, type Size } from './camera';
import { useSize, useWheel } from './hooks';
import { moveOf } from './keys';
import type { Lens } from './lens';
import { Picture } from './Picture';
import type { PictureModel } from './models';
import type { Pictures } from './pictures';

interface StageProps {
  readonly pictures: Pictures;
  /** Input and output alone: there is nothing to compare with. */
  readonly own: boolean;
  readonly lens: Lens;
  readonly frame: Size;
  onFrame(size: Size): void;
  /** After a key has moved the marked pixel. */
  onKeyMove(): void;
}

/** The four pictures, and the pointer and keys that move them. */
export function Stage({ pictures, own, lens, frame, onFrame, onKeyMove }: StageProps): React.ReactElement {
  const t = useTranslate();
  const stage = useRef<HTMLDivElement>(null);
  const first = useRef<HTMLDivElement>(null);
  const help = useId();
  const size = useSize(first);
  const grid = pictures.expected.plane;
  // All frames are equally wide and have the expected picture's proportions.
  const width = size.width;
  const height = (width * grid.height) / grid.width;
  useEffect(() => {
    onFrame({ width, height });
  }, [width, height, onFrame]);
  const pointer = usePointer(lens, grid, frame);
  useFocusedWheel(stage, lens);

  const onKeyDown = (event: React.KeyboardEvent): void => {
    const move = event.target === stage.current ? moveOf(event) : null;
    if (move) {
      // JupyterLab's own shortcuts must not answer as well.
      event.preventDefault();
      event.stopPropagation();
      lens.obey(move);
    }
  };
  const cell = (title: string, picture: PictureModel | null, missing: string): React.ReactElement =>
    picture ? (
      <Picture title={title} model={picture} camera={lens.camera} frame={frame} cursor={lens.cursor} grid={grid} />
    ) : (
      <figure className="jp-Zooport-picture">
        <figcaption>{title}</figcaption>
        <div className="jp-Zooport-frame jp-mod-empty" style={{ aspectRatio: `${grid.width} / ${grid.height}` }}>
          {missing}
        </div>
      </figure>
    );
  return (
    <>
      <div
        ref={stage}
        className={own ? 'jp-Zooport-stage jp-mod-own' : 'jp-Zooport-stage'}
        role="group"
        aria-label={own ? t('Input and output') : t('Input, expected, reproduced and difference')}
        aria-describedby={help}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onKeyUp={event => {
          if (moveOf(event)?.kind === 'cursor') {
            onKeyMove();
          }
        }}
        {...pointer}
      >
        <div ref={first}>{cell(t('Input'), pictures.input, '')}</div>
        <div>{cell(own ? t('Output') : t('Expected'), pictures.expected, '')}</div>
        {!own && <div>{cell(t('Reproduced'), pictures.reproduced, t('The network did not run.'))}</div>}
        {!own && <div>{cell(t('Difference'), pictures.difference, t('Nothing to compare.'))}</div>}
      </div>
      <p id={help} className="jp-Zooport-hint">
        {t('Drag or arrow keys move, wheel (after a click) or + and − zoom, 0 fits, Shift and arrows mark a pixel.')}
      </p>
    </>
  );
}

type PointerHandlers = Pick<
  React.DOMAttributes<HTMLDivElement>,
  'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel'
>;

/** Dragging moves the view, moving without a button marks the pixel under the pointer. */
function usePointer(lens: Lens, grid: Size, frame: Size): PointerHandlers {
  const held = useRef<Point | null>(null);
  const release = (): void => {
    held.current = null;
  };
  return {
    onPointerDown: event => {
      if (frameUnder(event.target)) {
        held.current = { x: event.clientX, y: event.clientY };
        // Leaving the frame with the button held must not lose the picture.
        event.currentTarget.setPointerCapture?.(event.pointerId);
      }
    },
    onPointerMove: event => {
      if (held.current) {
        lens.dragBy({ x: event.clientX - held.current.x, y: event.clientY - held.current.y });
        held.current = { x: event.clientX, y: event.clientY };
        return;
      }
      const box = frameUnder(event.target)?.getBoundingClientRect();
      if (box) {
        lens.mark(pixelAt({ x: event.clientX - box.left, y: event.clientY - box.top }, lens.camera, grid, frame));
      }
    },
    onPointerUp: release,
    onPointerCancel: release
  };
}

/** The wheel zooms once the pictures have the focus, or with Ctrl; before, it scrolls the report as everywhere. */
function useFocusedWheel(stage: React.RefObject<HTMLDivElement | null>, lens: Lens): void {
  const { zoomAtPoint } = lens;
  const onWheel = useCallback(
    (event: WheelEvent) => {
      const box = frameUnder(event.target)?.getBoundingClientRect();
      if (box && (event.ctrlKey || stage.current === document.activeElement)) {
        event.preventDefault();
        const factor = event.deltaY < 0 ? zoomStep : 1 / zoomStep;
        zoomAtPoint(factor, { x: event.clientX - box.left, y: event.clientY - box.top });
      }
    },
    [stage, zoomAtPoint]
  );
  useWheel(stage, onWheel);
}

function frameUnder(target: EventTarget | null): Element | null {
  return target instanceof Element ? target.closest('.jp-Zooport-frame') : null;
}
