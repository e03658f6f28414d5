import type { Tensor } from '../tensor/tensor';
import type { ProcessingProblem } from './error';
import { ProcessingError } from './error';

/** A tensor and the ids of its axes, one per dimension. */
export interface Labelled {
  readonly tensor: Tensor;
  readonly axes: readonly string[];
}

/** A step as the description writes it: plain data, which can be sent to another thread. */
export interface PlainStep {
  readonly operation: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
  readonly tensorId: string;
  /** Names of the axes of the tensor that is changed, as bioimageio.core knows them. */
  readonly axes: readonly string[];
}

/** What an operation knows beside the tensor that it changes. */
export interface Step extends PlainStep {
  /** Notes why bioimageio.core fails here although the format allows it; the step is carried out all the same. */
  refuse(what: string): void;
  /**
   * The sample as it came in, before any operation: bioimageio.core takes all statistics from there.
   * Without an id: the step's own tensor. Throws `ProcessingError` for a tensor that there is not.
   */
  incoming(tensorId?: string): Labelled;
}

/**
 * One operation of the format: gives a new tensor, or the same one where nothing changes. Its shape is the same, except
 * behind an operation that makes objects of a network's numbers: that gives the shape that the description states.
 */
export type OperationFunction = (tensor: Tensor, step: Step) => Tensor;

/** The error of a step: `what` is the sentence's second half, after "The operation … of the tensor …". */
export function stepError(step: PlainStep, problem: ProcessingProblem, what: string): ProcessingError {
  return new ProcessingError(
    problem,
    step.operation,
    step.tensorId,
    `The operation "${step.operation}" of the tensor "${step.tensorId}" ${what}`
  );
}
