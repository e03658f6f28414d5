import { sizeAfter } from '../../processing/shape';
import type { Finding } from '../../spec/finding';
import type { Axis, ModelDescription, TensorDescription } from '../../spec/model';
import { SizeError } from '../../spec/sizes/error';
import { isDataDependent } from '../../spec/sizes/kinds';
import { resolveSizes } from '../../spec/sizes/resolve';
import type { OutputSizes } from '../../spec/sizes/resolve';
import { isOld } from '../../spec/rules/places';
import { ours } from './file';
import type { Pair } from './tensors';

/** Sizes that the file fixes and the description contradicts. */
export function extentFindings(description: ModelDescription, pairs: readonly Pair[]): Finding[] {
  const tried = describedSizes(description);
  const fitting = pairs.filter(({ tensor, graph }) => graph.shape?.length === tensor.axes.length);
  const found = (side: Pair['side']) =>
    fitting
      .filter(pair => pair.side === side)
      .flatMap(pair =>
        pair.tensor.axes.flatMap((axis, index) => axisFindings({ ...pair, axis, index, description, tried }))
      );
  const inputs = found('inputs');
  // What comes out follows from what goes in, so it would only be said twice.
  return inputs.length > 0 ? inputs : found('outputs');
}

/** Sizes at n = 0, 1, 2; fewer where they cannot be told, which the rules of the format have said. */
function describedSizes(description: ModelDescription): OutputSizes[] {
  try {
    return [0, 1, 2].map(n => {
      const { inputs, outputs } = resolveSizes(description, { n });
      return new Map([...inputs, ...outputs]);
    });
  } catch (error) {
    if (error instanceof SizeError) {
      return [];
    }
    throw error;
  }
}

interface AxisPair extends Pair {
  readonly axis: Axis;
  readonly index: number;
  readonly description: ModelDescription;
  readonly tried: readonly OutputSizes[];
}

function axisFindings(pair: AxisPair): Finding[] {
  const { graph, axis, index, tensor, tried } = pair;
  const fixed = graph.shape?.[index] ?? null;
  // What is described of an output is what its postprocessing makes of the network's.
  const size = fixed === null || pair.side === 'inputs' ? fixed : (sizeAfter(tensor.operations, axis, fixed) ?? null);
  if (size === null) {
    return [];
  }
  if (axis.type === 'batch') {
    return batchFindings(pair, size);
  }
  const path = [...pair.path, 'axes', index];
  const data = { tensor: tensor.id, axis: axis.id, size };
  if (isDataDependent(axis.size)) {
    const { min, max } = axis.size;
    const outside = size < min || (max !== null && size > max);
    const expected = max === null ? `${min} or more` : `${min} to ${max}`;
    return outside ? [ours('network-result', path, { ...data, expected }, 'warning')] : [];
  }
  const allowed = tried.flatMap(sizes => sizes.get(tensor.id)?.get(axis.id) ?? []);
  return allowed.length === 0 || allowed.every(one => one === size)
    ? []
    : [contradiction(pair, { ...data, allowed: [...new Set(allowed)] })];
}

function contradiction(
  { side, path: tensorPath, index, axis, description }: AxisPair,
  data: { readonly size: number; readonly allowed: readonly unknown[] }
): Finding {
  const path = [...tensorPath, 'axes', index];
  const { allowed, ...about } = data;
  const [expected] = allowed;
  if (side === 'outputs') {
    return ours('network-result', path, { ...about, expected: allowed.join(', ') }, 'warning');
  }
  if (axis.channelNames) {
    return ours('network-channels', path, { ...about, expected, names: axis.channelNames });
  }
  return allowed.length > 1
    ? ours('network-fixed', path, { ...about, allowed }, isOld(description) ? 'warning' : 'error')
    : ours('network-size', path, { ...about, expected });
}

/**
 * The zoo tries a batch of 2 where every batch axis is free (bioimageio.core, _resource_tests.py); else of 1 only. It
 * does not for 0.4, which has no other batch than 1. What a file says of an output's batch follows from its inputs.
 */
function batchFindings({ side, path, index, tensor, axis, description }: AxisPair, size: number): Finding[] {
  if (side === 'outputs' || (axis.size === 1 && size === 1) || (isOld(description) && size === 1)) {
    return [];
  }
  const data = { tensor: tensor.id, axis: axis.id, size };
  const where = [...path, 'axes', index, 'size'];
  if (size > 1) {
    return [ours('network-size', where, { ...data, expected: axis.size ?? 'any number' })];
  }
  return [ours('network-batch', where, data, allBatchesFree(description.inputs) ? 'error' : 'warning')];
}

export function allBatchesFree(inputs: readonly TensorDescription[]): boolean {
  const batches = inputs.flatMap(({ axes }) => axes.filter(({ type }) => type === 'batch'));
  return batches.length > 0 && batches.every(({ size }) => size === null);
}
