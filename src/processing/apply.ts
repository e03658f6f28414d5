import type { ModelDescription, Operation, TensorDescription } from '../spec/model';
import { formatShape } from '../tensor/create';
import type { Tensor } from '../tensor/tensor';
import { ProcessingError } from './error';
import type { Direction } from './implied';
import { withImplied } from './implied';
import { inDescribedOrder, isLong, longTask } from './slowOperations';
import { oldRefusals } from './old';
import { operations } from './registry';
import type { Labelled, PlainStep, Step } from './step';
import { stepError } from './step';
import { whyUnrunnable } from './unrunnable';

export interface Processed {
  /** One per described tensor, in the description's order. */
  readonly tensors: Tensor[];
  /**
   * Why bioimageio.core (0.10.4 and 0.11.0) stops with an error here although the format allows the operations,
   * in sentences; empty where it goes through. Such a bundle cannot pass the zoo's test.
   */
  readonly refusals: readonly string[];
  /**
   * Outputs with a step that cannot be carried out here (code of the bundle, objects from a network's numbers, steps of
   * a newer format), and why. Their tensors are as the network gave them; the other outputs do not depend on them.
   */
  readonly unfinished: ReadonlyMap<string, string>;
}

/**
 * Carries out the preprocessing that the description states, implied steps included, with the numbers that
 * bioimageio.core gives. `inputs`: one tensor per described input, as in the test tensors (any element type).
 * Throws `ProcessingError`.
 */
export function applyPreprocessing(inputs: readonly Tensor[], description: ModelDescription): Processed {
  return here(applyAll(inputs, description.inputs, 'pre', description, new Map()));
}

/**
 * The same for a part of each input, with the statistics of the whole ones (`wholes`, which are not changed): what comes out
 * is that part of the whole's result, where `isPixelwise` says so.
 */
export function applyPreprocessingToPart(
  parts: readonly Tensor[],
  wholes: readonly Tensor[],
  description: ModelDescription
): Processed {
  return here(applyAll(parts, description.inputs, 'pre', description, new Map(), wholes));
}

/**
 * Carries out the postprocessing on what the network gave, one tensor per described output. `inputs`: the input tensors
 * before preprocessing, for operations that refer to an input's statistics. Throws `ProcessingError`.
 */
export function applyPostprocessing(
  outputs: readonly Tensor[],
  description: ModelDescription,
  inputs: readonly Tensor[] = []
): Processed {
  return here(postprocessing(outputs, description, inputs));
}

/** Carries out one long step, in another thread. */
type Elsewhere = (tensor: Tensor, step: PlainStep) => Promise<Tensor>;

/** The same with long steps elsewhere, so that this thread stays free. Rejects with what `elsewhere` rejects with, too. */
export async function applyPostprocessingElsewhere(
  outputs: readonly Tensor[],
  description: ModelDescription,
  inputs: readonly Tensor[],
  elsewhere: Elsewhere
): Promise<Processed> {
  const steps = postprocessing(outputs, description, inputs);
  let state = steps.next();
  while (!state.done) {
    const { tensor, step } = state.value;
    const { operation, kwargs, tensorId, axes } = step;
    state = steps.next(await elsewhere(tensor, { operation, kwargs, tensorId, axes }));
  }
  return state.value;
}

/**
 * The postprocessing of a part of each output, with the statistics of the whole ones. As with inputs, `isPixelwise` says
 * where that is a part of the whole's result. Once it was called, the wholes may be written over by what comes out: their
 * statistics are known then.
 */
export function applyPostprocessingToPart(
  parts: readonly Tensor[],
  wholes: readonly Tensor[],
  description: ModelDescription,
  inputs: readonly Tensor[]
): Processed {
  return here(postprocessing(parts, description, inputs, wholes));
}

/** What beside a network can carry out long steps: `Session` of `runtime`. */
interface Thread {
  readonly tasks?: ReadonlyMap<
    string,
    (tensors: readonly Tensor[], settings: unknown, signal?: AbortSignal) => Promise<Tensor[]>
  >;
}

/**
 * The described outputs of what a network computed. `raw`: the inputs before preprocessing. Long steps go to the network's
 * thread, where it has one: the page goes on meanwhile. Throws `ProcessingError`.
 */
export function postprocess(
  computed: readonly Tensor[],
  raw: readonly Tensor[],
  thread: Thread | undefined,
  { description, signal }: { readonly description: ModelDescription; readonly signal?: AbortSignal }
): Processed | Promise<Processed> {
  const task = thread?.tasks?.get(longTask);
  return task
    ? applyPostprocessingElsewhere(computed, description, raw, async (tensor, step) => {
        const [result] = await task([tensor], step, signal);
        return result;
      })
    : applyPostprocessing(computed, description, raw);
}

function postprocessing(
  outputs: readonly Tensor[],
  description: ModelDescription,
  inputs: readonly Tensor[],
  measured: readonly Tensor[] = outputs
): Steps {
  const known = description.inputs.slice(0, inputs.length);
  return applyAll(outputs, description.outputs, 'post', description, label(inputs, known, 'input'), measured);
}

/** Carries out steps until one is long; goes on with what came of that. */
type Steps = Generator<{ readonly tensor: Tensor; readonly step: Step }, Processed, Tensor>;

function here(steps: Steps): Processed {
  let state = steps.next();
  while (!state.done) {
    state = steps.next(applyOne(state.value.tensor, state.value.step));
  }
  return state.value;
}

function* applyAll(
  tensors: readonly Tensor[],
  descriptions: readonly TensorDescription[],
  direction: Direction,
  model: ModelDescription,
  others: ReadonlyMap<string, Labelled>,
  measured: readonly Tensor[] = tensors
): Steps {
  const own = label(measured, descriptions, direction === 'pre' ? 'input' : 'output');
  const incoming = new Map([...others, ...own]);
  const refusals = new Set<string>(oldRefusals(model, direction, tensors));
  const refuse = (reason: string) => refusals.add(reason);
  const unfinished = direction === 'post' ? unfinishedOf(descriptions) : new Map<string, string>();
  const computed = direction === 'post' ? own : null;
  const processed: Tensor[] = [];
  for (const [index, description] of descriptions.entries()) {
    let tensor = tensors[index];
    const steps = withImplied(description, direction, model.formatVersion, index === 0);
    for (const operation of unfinished.has(description.id) ? [] : steps) {
      const step = createStep(operation, description, { incoming, refuse, computed });
      tensor = isLong(operation.id) ? inDescribedOrder(yield { tensor, step }, step) : applyOne(tensor, step);
    }
    processed.push(tensor);
  }
  return { tensors: processed, refusals: [...refusals], unfinished };
}

function unfinishedOf(descriptions: readonly TensorDescription[]): Map<string, string> {
  return new Map(
    descriptions.flatMap(({ id, operations: steps }) => {
      const reason = steps.map(whyUnrunnable).find(found => found !== undefined);
      return reason === undefined ? [] : [[id, reason] as const];
    })
  );
}

function label(
  tensors: readonly Tensor[],
  descriptions: readonly TensorDescription[],
  kind: 'input' | 'output'
): Map<string, Labelled> {
  if (tensors.length !== descriptions.length) {
    throw new ProcessingError(
      'bad-tensor',
      '',
      descriptions[tensors.length]?.id ?? '',
      `The description has ${descriptions.length} ${kind}s, but there are ${tensors.length} tensors.`
    );
  }
  return new Map(
    descriptions.map((description, index) => [description.id, labelOne(tensors[index], description, kind)])
  );
}

function labelOne(tensor: Tensor, { id, axes }: TensorDescription, kind: 'input' | 'output'): Labelled {
  if (tensor.shape.length !== axes.length) {
    throw new ProcessingError(
      'bad-axes',
      '',
      id,
      `The ${kind} "${id}" is described with the axes ${axes.map(axis => axis.id).join(', ')}, ` +
        `but its tensor is ${formatShape(tensor.shape)}. Describe one axis for each dimension.`
    );
  }
  return { tensor, axes: axisNames({ axes }) };
}

/** bioimageio.core knows a batch and a channel axis by these names only, whatever id the description gives them. */
function axisNames({ axes }: Pick<TensorDescription, 'axes'>): string[] {
  return axes.map(({ type, id }) => (type === 'batch' || type === 'channel' ? type : id));
}

interface Surroundings {
  readonly incoming: ReadonlyMap<string, Labelled>;
  /** The tensors that the network computed, which do not exist yet when bioimageio.core takes its statistics. */
  readonly computed: ReadonlyMap<string, Labelled> | null;
  readonly refuse: (reason: string) => void;
}

function createStep(operation: Operation, tensor: TensorDescription, surroundings: Surroundings): Step {
  const { incoming, computed, refuse } = surroundings;
  const step: Step = {
    operation: operation.id,
    kwargs: operation.kwargs,
    tensorId: tensor.id,
    axes: axisNames(tensor),
    refuse: what =>
      refuse(`bioimageio.core cannot carry out "${operation.id}" of the tensor "${tensor.id}", which ${what}.`),
    incoming(id = tensor.id) {
      const found = incoming.get(id);
      if (!found) {
        throw stepError(step, 'bad-arguments', `refers to the tensor "${id}", which is not there. Name another one.`);
      }
      if (computed?.has(id)) {
        refuse(
          `bioimageio.core cannot carry out "${operation.id}" of the output "${tensor.id}": it needs statistics of the ` +
            `output "${id}", but bioimageio.core takes all statistics before the network runs.`
        );
      }
      return found;
    }
  };
  return step;
}

function applyOne(tensor: Tensor, step: Step): Tensor {
  if (!Object.hasOwn(operations, step.operation)) {
    throw stepError(
      step,
      'unknown-operation',
      `is not known here. Known are: ${Object.keys(operations).join(', ')}. ` +
        'Leave it out and do that step in your own code, or run the bundle in Python.'
    );
  }
  return operations[step.operation](tensor, step);
}
