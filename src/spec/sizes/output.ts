import type { Axis, ModelDescription } from '../model';
import { SizeError } from './error';
import { isParameterized, isReference } from './kinds';
import { followSize, mapAxes, resolveSizes, stepsFor } from './resolve';
import type { OutputSizes, ResolvedSizes, Sizes } from './resolve';

/** The one batch size of these sizes, 1 where there is none. @throws {SizeError} where two tensors differ in it. */
function batchOf(sizes: Sizes): number {
  const batches = [...sizes.values()].flatMap(axes => axes.get('batch') ?? []).filter(size => size !== 1);
  const [first = 1] = batches;
  const other = batches.find(size => size !== first);
  if (other !== undefined) {
    throw new SizeError(`The tensors hold different numbers of images (${first} and ${other}).`);
  }
  return first;
}

/** For each axis that grows in steps the smallest `n` that holds the given size. */
export function stepsOf({ inputs }: ModelDescription, given: Sizes): Sizes {
  return mapAxes(inputs, ({ id }, axis) => {
    const length = given.get(id)?.get(axis.id);
    return length !== undefined && isParameterized(axis.size) ? stepsFor(axis.size, length) : undefined;
  });
}

/** The nearest sizes that the description allows and that hold the given ones, with what comes out. */
export function validSizes(description: ModelDescription, given: Sizes): ResolvedSizes {
  return resolveSizes(description, { n: stepsOf(description, given), batch: batchOf(given) });
}

/**
 * Sizes of the outputs for these sizes of the inputs, be they allowed or not, as `ModelDescr.get_output_tensor_sizes`
 * of bioimageio.spec gives them. Axes that follow an input which is not given are left out (an optional input).
 * @throws {SizeError} where an axis that grows in steps is not given, or the batches differ.
 */
export function outputSizes(description: ModelDescription, given: Sizes): OutputSizes {
  const { outputs } = validSizes(description, given);
  return mapAxes(description.outputs, ({ id }, axis) => {
    const reference = isReference(axis.size) ? inputAxis(description, axis.size.tensor_id, axis.size.axis_id) : null;
    if (!reference) {
      return outputs.get(id)?.get(axis.id);
    }
    const length = given.get(reference.tensor)?.get(reference.axis.id);
    return length === undefined ? undefined : followSize(axis, reference.axis, length);
  });
}

function inputAxis({ inputs }: ModelDescription, tensor: string, id: string): { tensor: string; axis: Axis } | null {
  const axis = inputs.find(input => input.id === tensor)?.axes.find(one => one.id === id);
  return axis ? { tensor, axis } : null;
}
