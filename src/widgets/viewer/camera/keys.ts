import type { Point } from './camera';
import { lookup } from '../../../tensor/lookup';

/** What a key asks of the viewer. */
export type Move =
  | { readonly kind: 'pan'; readonly by: Point }
  | { readonly kind: 'cursor'; readonly by: Point }
  | { readonly kind: 'zoom'; readonly inward: boolean }
  | { readonly kind: 'fit' }
  | { readonly kind: 'ownSize' }
  | { readonly kind: 'plane'; readonly by: 1 | -1 };

const directions: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 }
};

const others: Readonly<Record<string, Move>> = {
  '0': { kind: 'fit' },
  '1': { kind: 'ownSize' },
  PageUp: { kind: 'plane', by: 1 },
  PageDown: { kind: 'plane', by: -1 }
};

/** Arrows move the view, with Shift the marked pixel; + and - zoom, 0 shows the whole picture, 1 its own pixels; Page Up and Down change the plane. */
export function moveOf({
  key,
  shiftKey,
  ctrlKey,
  metaKey,
  altKey
}: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>): Move | null {
  if (ctrlKey || metaKey || altKey) {
    return null;
  }
  const by = lookup(directions, key);
  if (by) {
    return { kind: shiftKey ? 'cursor' : 'pan', by };
  }
  if (key === '+' || key === '=' || key === '-') {
    return { kind: 'zoom', inward: key !== '-' };
  }
  return lookup(others, key) ?? null;
}
