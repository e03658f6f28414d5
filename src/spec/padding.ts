import { isFields } from './cursor';
import type { Padding } from './model';

/** `pad` of an input (format 0.5.10): how a border is made where one is needed. Nothing where it is not stated so. */
export function readPadding(value: unknown): Padding | undefined {
  if (!isFields(value)) {
    return undefined;
  }
  const { mode = 'constant', value: constant = 0 } = value;
  if (mode === 'constant') {
    return typeof constant === 'number' ? { mode, value: constant } : undefined;
  }
  return mode === 'edge' || mode === 'reflect' || mode === 'symmetric' ? { mode } : undefined;
}
