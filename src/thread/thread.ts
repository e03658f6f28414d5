/** A thread beside the caller's that carries out one piece of work after the other: a browser's worker, or one of node. */
export interface Thread {
  post(message: unknown, transfer: readonly ArrayBuffer[]): void;
  /** Called once, before the first message. */
  listen(on: ThreadEvents): void;
  /** At once, whatever it does. */
  end(): void;
}

interface ThreadEvents {
  message(message: unknown): void;
  died(reason: string): void;
}

/** What crosses the border. The first message of a thread says that its code has arrived. */
export type ToThread = { readonly work: string; readonly input: unknown };
export type FromThread = { readonly ready: true } | { readonly output: unknown } | { readonly failed: string };

/** Pieces of work by name, with what goes in and what comes out: plain data, as `structuredClone` takes it. */
export type Works<W> = { readonly [K in keyof W]: { readonly input: unknown; readonly output: unknown } };

/**
 * `no-start`: there is no such thread here (its script was not found, or the page may have none). `too-long`: it was ended
 * after its time. `failed`: the work threw, or the thread died of it, for want of memory for instance.
 */
type ThreadProblem = 'no-start' | 'too-long' | 'failed';

export class ThreadError extends Error {
  constructor(
    readonly problem: ThreadProblem,
    message: string
  ) {
    super(message);
    this.name = 'ThreadError';
  }
}
