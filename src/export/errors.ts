type ExportProblem =
  'no-network' | 'no-weights' | 'metadata' | 'unknown-layer' | 'not-proven' | 'transfer' | 'shape' | 'cancelled';

/** The bundle cannot be made. `message` says what, where and how to mend it; `data` carries numbers and names. */
export class ExportError extends Error {
  constructor(
    readonly problem: ExportProblem,
    message: string,
    readonly data: Readonly<Record<string, unknown>> = {},
    options?: { cause?: unknown }
  ) {
    super(message, options);
    this.name = 'ExportError';
  }
}
