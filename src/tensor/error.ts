type TensorProblem =
  'not-npy' | 'truncated' | 'pickled' | 'unsupported-type' | 'bad-header' | 'bad-shape' | 'not-png' | 'too-large';

/** An array that cannot be read, made or written. `message` says what, where and how to mend it. */
export class TensorError extends Error {
  constructor(
    readonly problem: TensorProblem,
    message: string,
    options?: { cause?: unknown }
  ) {
    super(message, options);
    this.name = 'TensorError';
  }
}
