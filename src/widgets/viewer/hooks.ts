import { useEffect, useMemo, useState, type RefObject } from 'react';
import type { OutputView } from '../../preview/report';
import type { Size } from './camera';
import { contrastsOf, picturesOf, type Pictures } from './pictures';
import { sliderAxes, type Position, type SliderAxis } from './plane';

/** The four pictures of a view; the costly steps are made once per view, position and scale. */
export function usePictures(view: OutputView, position: Position, magnify: boolean): Pictures {
  const contrasts = useMemo(() => contrastsOf(view), [view]);
  return useMemo(() => picturesOf(view, contrasts, position, magnify), [view, contrasts, position, magnify]);
}

export function useSliders(view: OutputView): readonly SliderAxis[] {
  return useMemo(() => sliderAxes([view.input, view.expected, ...(view.reproduced ? [view.reproduced] : [])]), [view]);
}

/** Size of an element in screen pixels, followed as the panel is dragged wider; 0 until it is laid out. */
export function useSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const target = element.current;
    if (!target || typeof ResizeObserver === 'undefined') {
      return undefined;
    }
    const observer = new ResizeObserver(() => {
      setSize({ width: target.clientWidth, height: target.clientHeight });
    });
    observer.observe(target);
    return () => {
      observer.disconnect();
    };
  }, [element]);
  return size;
}

/** React listens to the wheel passively and could not keep the page from scrolling. */
export function useWheel(element: RefObject<HTMLElement | null>, onWheel: (event: WheelEvent) => void): void {
  useEffect(() => {
    const target = element.current;
    target?.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      target?.removeEventListener('wheel', onWheel);
    };
  }, [element, onWheel]);
}
