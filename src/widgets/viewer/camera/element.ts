import { useEffect, useState, type RefObject } from 'react';
import type { Size } from './camera';

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
