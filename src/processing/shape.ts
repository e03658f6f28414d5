import type { Axis, Operation } from '../spec/model';
import { whyUnrunnable } from './unrunnable';

/**
 * Size of one axis of an output behind its postprocessing, for a size that the network gives; nothing where a step does
 * not run here, so that it is not known.
 */
export function sizeAfter(
  operations: readonly Operation[],
  axis: Pick<Axis, 'type' | 'id'>,
  size: number
): number | undefined {
  return operations.reduce<number | undefined>(
    (before, operation) =>
      before === undefined || whyUnrunnable(operation) !== undefined ? undefined : after(operation, axis, before),
    size
  );
}

function after({ id, kwargs }: Operation, { type, id: axis }: Pick<Axis, 'type' | 'id'>, size: number): number {
  if (id !== 'stardist_postprocessing') {
    return size;
  }
  // One label for a position's probability and distances, and a pixel each for the positions of the network's grid.
  const place = ['y', 'x'].indexOf(axis);
  const step: unknown = Array.isArray(kwargs.grid) ? kwargs.grid[place] : undefined;
  return type === 'channel' ? 1 : typeof step === 'number' ? size * step : size;
}
