import * as React from 'react';
import { useEffect, useId, useRef } from 'react';
import { useTranslate } from '../common/translate';
import type { PixelSize } from './scale/bar';
import type { Size } from './camera/camera';
import { moveOf } from './camera/keys';
import type { Lens } from './camera/lens';
import { useFocusedWheel, usePointer } from './camera/pointer';
import { useSize } from './camera/element';
import type { Cell, Mode } from './models';
import { Picture } from './Picture';
import { Swipe } from './compare/Swipe';

interface StageProps {
  readonly cells: readonly Cell[];
  /** What the cells show, for screen readers. */
  readonly label: string;
  /** Size, range and largest difference in words. */
  readonly words: string;
  readonly mode: Mode;
  readonly grid: Size;
  readonly lens: Lens;
  readonly frame: Size;
  readonly pixelSize?: PixelSize;
  onFrame(size: Size): void;
  /** After a key has moved the marked pixel. */
  onKeyMove(): void;
  /** A key asks for the next plane, or the one before. */
  onPlane(by: 1 | -1): void;
  /** The flicker key is held, or let go. */
  onFlicker(held: boolean): void;
}

/** The pictures, and the pointer and keys that move them together. */
export function Stage(props: StageProps): React.ReactElement {
  const { cells, label, words, mode, grid, lens, frame, onFrame, onKeyMove } = props;
  const t = useTranslate();
  const stage = useRef<HTMLDivElement>(null);
  const first = useRef<HTMLDivElement>(null);
  const help = useId();
  const size = useSize(first);
  // All frames are equally wide and have the expected picture's proportions.
  const width = size.width;
  const height = (width * grid.height) / grid.width;
  useEffect(() => {
    onFrame({ width, height });
  }, [width, height, onFrame]);
  const pointer = usePointer(lens, grid, frame);
  useFocusedWheel(stage, lens);
  return (
    <>
      <div
        ref={stage}
        className={`jp-Zooport-stage jp-mod-${mode === 'side' ? `of${cells.length}` : 'single'}`}
        role="group"
        aria-label={label}
        aria-describedby={`${help} ${help}-words`}
        tabIndex={0}
        onKeyDown={event => {
          if (event.target === stage.current) {
            obey(event, props);
          }
        }}
        onKeyUp={event => {
          if (moveOf(event)?.kind === 'cursor') {
            onKeyMove();
          } else if (event.key === flickerKey) {
            props.onFlicker(false);
          }
        }}
        {...pointer}
      >
        {mode === 'swipe' ? (
          <div ref={first}>
            <Swipe cells={cells} grid={grid} camera={lens.camera} cursor={lens.cursor} frame={frame} />
          </div>
        ) : (
          cells.map((cell, index) => (
            <div key={index} ref={index === 0 ? first : undefined}>
              <CellView cell={cell} {...props} />
            </div>
          ))
        )}
      </div>
      <p id={help} className="jp-Zooport-hint">
        {t('Drag or arrow keys move, wheel (after a click) or + and − zoom, 0 fits, Shift and arrows mark a pixel.')}
      </p>
      <p id={`${help}-words`} className="jp-Zooport-hidden">
        {words}
      </p>
    </>
  );
}

const flickerKey = 'f';

function obey(event: React.KeyboardEvent, { lens, onPlane, onFlicker }: StageProps): void {
  const move = moveOf(event);
  if (!move && (event.key !== flickerKey || event.ctrlKey || event.metaKey || event.altKey)) {
    return;
  }
  // JupyterLab's own shortcuts must not answer as well.
  event.preventDefault();
  event.stopPropagation();
  if (!move) {
    onFlicker(true);
  } else if (move.kind === 'plane') {
    onPlane(move.by);
  } else {
    lens.obey(move);
  }
}

function CellView({
  cell: { title, model, missing },
  grid,
  lens,
  frame,
  pixelSize
}: StageProps & { cell: Cell }): React.ReactElement {
  return model ? (
    <Picture
      title={title}
      model={model}
      camera={lens.camera}
      frame={frame}
      cursor={lens.cursor}
      grid={grid}
      pixelSize={pixelSize}
    />
  ) : (
    <figure className="jp-Zooport-picture">
      <figcaption>{title}</figcaption>
      <div className="jp-Zooport-frame jp-mod-empty" style={{ aspectRatio: `${grid.width} / ${grid.height}` }}>
        {missing}
      </div>
    </figure>
  );
}
