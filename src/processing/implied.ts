import type { Operation, TensorDescription } from '../spec/model';

export type Direction = 'pre' | 'post';

/**
 * The operations of a tensor together with the ensure_dtype steps that nobody writes but every reader adds.
 * Format 0.5 (bioimageio.spec, at validation): inputs begin with the described type; inputs and outputs end with it,
 * except behind binarize. Format 0.4 (bioimageio.core, at run time): the described type first, float32 last, for inputs
 * and outputs alike; only float32 for the first tensor where it has no step of its own.
 */
export function withImplied(
  tensor: TensorDescription,
  direction: Direction,
  formatVersion: string,
  isFirst: boolean
): Operation[] {
  const described = ensure(tensor.data[0]?.type ?? 'float32');
  if (formatVersion.startsWith('0.4')) {
    const untouched = isFirst && tensor.operations.length === 0;
    return [...(untouched ? [] : [described]), ...tensor.operations, ensure('float32')];
  }
  const steps = [...tensor.operations];
  if (direction === 'pre' && steps[0]?.id !== 'ensure_dtype') {
    steps.unshift(described);
  }
  const last = steps.at(-1)?.id;
  if (last !== 'ensure_dtype' && last !== 'binarize') {
    steps.push(described);
  }
  return steps;
}

function ensure(dtype: string): Operation {
  return { id: 'ensure_dtype', kwargs: { dtype } };
}
