import { KernelError } from '../../kernel/protocol';

/** What went wrong, for the user (`sentence`) and for whoever helps them (`details`). */
export interface Failure {
  readonly sentence: string;
  readonly details?: string;
  /** The kernel is at work: what failed can be done once it is idle. */
  readonly busy?: boolean;
}

/** Errors of the house carry a sentence for the user; any other says that it was not foreseen. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) {
    return { sentence: `Something unforeseen went wrong: ${String(error)}` };
  }
  const details = [error instanceof KernelError ? error.traceback : error.stack, causeOf(error)]
    .filter(Boolean)
    .join('\n\n');
  const foreseen =
    /^(Kernel|Write|Convert|Engine|Source|Export|Draft|Bundle|Read|Tensor|Processing|Image|Run)\w*Error$/.test(
      error.name
    );
  const sentence = foreseen ? error.message : `Something unforeseen went wrong: ${error.message}`;
  const busy = error instanceof KernelError && error.problem === 'busy';
  return { sentence, ...(details && { details }), ...(busy && { busy }) };
}

function causeOf(error: Error): string | undefined {
  const { cause } = error;
  return cause instanceof Error ? `Cause: ${cause.stack ?? cause.message}` : undefined;
}
