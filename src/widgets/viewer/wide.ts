import { createContext, useCallback, useContext, useEffect, useState, type RefObject } from 'react';
import type { OutputView } from '../../preview/report/report';

/** What a view needs to be shown once more, somewhere else. */
export interface WideView {
  readonly view: OutputView;
  readonly worst?: readonly number[];
  readonly own: boolean;
}

/** Opens a view in a place of its own, a tab for instance; null where the application has none. */
export const WidenContext = createContext<((shown: WideView) => void) | null>(null);

/** Full width: in a place of its own, else on the whole screen; where the browser refuses that, over the page. */
export function useWide(
  element: RefObject<HTMLElement | null>,
  { view, worst, own }: WideView
): { readonly on: boolean; toggle(): void } {
  const onWide = useContext(WidenContext);
  const [on, setOn] = useState(false);
  useEffect(() => {
    const target = element.current?.ownerDocument;
    const follow = (): void => {
      setOn(target?.fullscreenElement === element.current);
    };
    target?.addEventListener('fullscreenchange', follow);
    return () => {
      target?.removeEventListener('fullscreenchange', follow);
    };
  }, [element]);
  const toggle = useCallback(() => {
    const target = element.current;
    if (onWide) {
      onWide({ view, worst, own });
    } else if (target && !on && target.ownerDocument.fullscreenEnabled) {
      target.requestFullscreen().catch(() => {
        setOn(true);
      });
    } else if (target?.ownerDocument.fullscreenElement) {
      void target.ownerDocument.exitFullscreen();
    } else {
      setOn(!on);
    }
  }, [element, on, onWide, own, view, worst]);
  return { on, toggle };
}
