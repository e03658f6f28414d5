import type { Operation } from '../../spec/model';
import { lookup } from '../../tensor/lookup';

/** Operations that came later than format 0.5.5. */
const SINCE: Readonly<Record<string, number>> = { stardist_postprocessing: 9 };

function since({ id, kwargs }: Pick<Operation, 'id' | 'kwargs'>): number {
  const byPercentiles = id === 'clip' && ('min_percentile' in kwargs || 'max_percentile' in kwargs);
  return byPercentiles ? 7 : (lookup(SINCE, id) ?? 5);
}

/**
 * The lowest version that has all that is used: descriptions without authors or licence came with 0.5.5, keras_v3 with
 * 0.5.8. From 0.5.11 on, texts and covers are no plain strings any more, which older readers need.
 */
export function formatVersion(
  formats: readonly string[],
  operations: readonly Pick<Operation, 'id' | 'kwargs'>[]
): string {
  const patches = [5, formats.includes('keras_v3') ? 8 : 5, ...operations.map(since)];
  return `0.5.${Math.max(...patches)}`;
}
