export type ProcessingProblem = 'unknown-operation' | 'bad-arguments' | 'bad-axes' | 'bad-tensor';

/** A pre- or postprocessing step that cannot be carried out. `message` says which, of what tensor, and how to mend it. */
export class ProcessingError extends Error {
  constructor(
    readonly problem: ProcessingProblem,
    /** The operation's id, for instance `scale_range`; empty where the tensor itself does not fit. */
    readonly operation: string,
    /** The id of the tensor that the operation belongs to. */
    readonly tensorId: string,
    message: string,
    options?: { cause?: unknown }
  ) {
    super(message, options);
    this.name = 'ProcessingError';
  }
}
