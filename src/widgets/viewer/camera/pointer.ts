import { useCallback, useRef, type DOMAttributes, type RefObject } from 'react';
import { useWheel } from './element';
import { pixelAt, zoomStep, type Point, type Size } from './camera';
import type { Lens } from './lens';

type PointerHandlers = Pick<
  DOMAttributes<HTMLDivElement>,
  'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel'
>;

/** Dragging moves the view, moving without a button marks the pixel under the pointer. */
export function usePointer(lens: Lens, grid: Size, frame: Size): PointerHandlers {
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
export function useFocusedWheel(stage: RefObject<HTMLDivElement | null>, lens: Lens): void {
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
