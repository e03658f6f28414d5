import { applyPostprocessing } from '../../processing/apply';
import { ProcessingError } from '../../processing/error';
import type { ModelDescription, Operation, TensorDescription } from '../../spec/model';
import type { Tensor } from '../../tensor/tensor';
import type { Change } from './change';
import { fixOf, insert, operationEdits, without, withOperations } from './recipe';
import { nameOperation } from './wording';

/** One way from what the network gave to an output. `change` is absent for the declared one. */
export interface Finish {
  readonly change?: Change;
  readonly description: ModelDescription;
}

/** The declared postprocessing of one output, each single change of it, and pairs of operations left out. */
export function finishes(description: ModelDescription, output: number): Finish[] {
  const { operations } = description.outputs[output];
  const changed = (change: Omit<Change, 'fix'>, after: readonly Operation[], label: string): Finish => ({
    change: { ...change, ...fixOf(label, operationEdits(description, 'outputs', output, after)) },
    description: withOperations(description, 'outputs', output, after)
  });
  const names = operations.map(nameOperation);
  const single = operations.map((_, at) =>
    changed(
      { cause: 'postprocessing-left-out', data: { operation: names[at] }, rank: 2 },
      without(operations, at),
      `Leave out ${operations[at].id}`
    )
  );
  const pairs = names.flatMap((one, first) =>
    names
      .slice(first + 1)
      .map((two, offset) =>
        changed(
          { cause: 'postprocessing-pair-left-out', data: { operation: one, other: two }, rank: 4 },
          without(operations, first, first + 1 + offset),
          `Leave out ${operations[first].id} and ${operations[first + 1 + offset].id}`
        )
      )
  );
  return [{ description }, ...single, ...added(description.outputs[output], operations, changed), ...pairs];
}

type Changed = (change: Omit<Change, 'fix'>, after: readonly Operation[], label: string) => Finish;

/** A sigmoid or softmax that is missing, before or behind all else. */
function added({ axes }: TensorDescription, operations: readonly Operation[], changed: Changed): Finish[] {
  const channel = axes.findIndex(({ type }) => type === 'channel');
  const missing: Operation[] = [
    { id: 'sigmoid', kwargs: {} },
    ...(channel < 0 ? [] : [{ id: 'softmax', kwargs: { axis: axes[channel].id } }])
  ];
  const places = operations.length > 0 ? [0, operations.length] : [0];
  return missing.flatMap(operation =>
    places.map((place, index) =>
      changed(
        { cause: 'activation-missing', data: { operation: operation.id }, rank: 2 + index },
        insert(operations, place, [operation]),
        `Add ${operation.id}`
      )
    )
  );
}

/** The output as this way makes it; nothing where an operation cannot be carried out on it. */
export function finish(
  { description }: Finish,
  output: number,
  computed: readonly Tensor[],
  raw: readonly Tensor[]
): Tensor | undefined {
  // The other outputs may have operations that cannot be carried out here.
  const alone = { ...description, outputs: [description.outputs[output]] };
  try {
    return applyPostprocessing([computed[output]], alone, raw).tensors[0];
  } catch (error) {
    if (error instanceof ProcessingError) {
      return undefined;
    }
    throw error;
  }
}
