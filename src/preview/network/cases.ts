import type { ModelDescription, TensorDescription } from '../../spec/model';
import { SizeError } from '../../spec/sizes/error';
import { isParameterized } from '../../spec/sizes/kinds';
import { resolveSizes } from '../../spec/sizes/resolve';
import type { OutputSizes, PerAxis } from '../../spec/sizes/resolve';
import { allBatchesFree } from './extents';

/** One set of sizes at which the zoo runs a network. */
export interface SizeCase {
  readonly batch: number;
  readonly n: number;
  /** One shape per described input. */
  readonly shapes: readonly (readonly number[])[];
  readonly expected: OutputSizes;
}

/**
 * The sizes that the zoo tries (bioimageio.core 0.11.0, `_test_parametrized_inference`): n = 0, 1 and 2 where an input
 * grows in steps; 1 and 2 images where every batch axis is free. None where the description does not tell its sizes.
 */
export function sizeCases(description: ModelDescription): SizeCase[] {
  const { inputs } = description;
  const grows = inputs.some(({ axes }) => axes.some(({ size }) => isParameterized(size)));
  const cases = new Map<string, SizeCase>();
  for (const batch of allBatchesFree(inputs) ? [1, 2] : [1]) {
    for (const n of grows ? [0, 1, 2] : [0]) {
      const one = caseOf(description, batch, n);
      const key = JSON.stringify(one?.shapes);
      if (one && !cases.has(key)) {
        cases.set(key, one);
      }
    }
  }
  return [...cases.values()];
}

function caseOf(description: ModelDescription, batch: number, n: number): SizeCase | undefined {
  try {
    const { inputs, outputs } = resolveSizes(description, { n, batch });
    return { batch, n, shapes: description.inputs.map(tensor => shapeOf(tensor, inputs)), expected: outputs };
  } catch (error) {
    if (error instanceof SizeError) {
      return undefined;
    }
    throw error;
  }
}

/** @throws {SizeError} where an axis has no size, or one below 1. */
function shapeOf({ id, axes }: TensorDescription, sizes: PerAxis<number>): number[] {
  return axes.map(axis => {
    const size = sizes.get(id)?.get(axis.id) ?? 0;
    if (size < 1) {
      throw new SizeError(`Axis “${axis.id}” of “${id}” would have no size.`);
    }
    return size;
  });
}
