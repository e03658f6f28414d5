import type { Prepared } from '../../kernel/protocol';
import type { Operation } from '../../spec/model';
import { lookup } from '../../tensor/lookup';

/** Operations that came later than format 0.5.5. */
const SINCE: Readonly<Record<string, number>> = { stardist_postprocessing: 9 };

/**
 * The lowest version that has all that is used: descriptions without authors or licence came with 0.5.5, keras_v3 with
 * 0.5.8. From 0.5.11 on, texts and covers are no plain strings any more, which older readers need.
 */
export function formatVersion(
  native: Prepared['native']['format'] | null,
  operations: readonly Pick<Operation, 'id'>[]
): string {
  const patches = [5, native === 'keras_v3' ? 8 : 5, ...operations.map(({ id }) => lookup(SINCE, id) ?? 5)];
  return `0.5.${Math.max(...patches)}`;
}
