import { KernelError } from '../../kernel/protocol';

/** What went wrong, for the user (`sentence`) and for whoever helps them (`details`). */
export interface Failure {
  readonly sentence: string;
  readonly details?: string;
}

/** Errors of the house carry a sentence for the user; any other says that it was not foreseen. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) {
    return { sentence: `Something unforeseen went wrong: ${String(error)}` };
  }
  const details = [error instanceof KernelError ? error.traceback : error.stack, causeOf(error)]
    .filter(Boolean)
    .join('\n\n');
  const foreseen = /^(Kernel|Write|Convert|Engine|Source|Export|Draft|Bundle|Read|Tensor|Processing)\w*Error$/.test(
    error.name
  );
  const sentence = foreseen ? error.message : `Something unforeseen went wrong: ${error.message}`;
  return details ? { sentence, details } : { sentence };
}

function causeOf(error: Error): string | undefined {
  const { cause } = error;
  return cause instanceof Error ? `Cause: ${cause.stack ?? cause.message}` : undefined;
}
