import { EngineError } from '../../../runtime/engine';
import type { Session } from '../../../runtime/engine';
import type { Tensor } from '../../../tensor/tensor';
import type { Budget, RunSize } from './budget';
import type { Freed } from './free';
import { freeSizes } from './free';
import type { Subject } from '../subject';

/** Loads the network a second time, from other bytes. */
export type Reload = (change: (model: Uint8Array) => Uint8Array, signal: AbortSignal) => Promise<Session>;

/**
 * The network that the search runs: a copy of its own where there can be one, so that a run may be broken off when the
 * time is over (which ends a session) and images of other sizes may be tried; else the check's.
 */
export class Network {
  private own: Session | undefined;
  private freed: Freed | undefined;
  private opening: Promise<void> | undefined;

  constructor(
    private readonly subject: Subject,
    private readonly budget: Budget,
    private readonly reload?: Reload
  ) {}

  /** Whether it takes images of this size and gives outputs of the same. */
  takes(axis: number, size: number): boolean {
    return this.own !== undefined && this.freed?.takes(axis, size) === true;
  }

  /** Loads the copy, at the first call only. */
  async open(): Promise<void> {
    this.opening ??= this.openCopy();
    await this.opening;
  }

  /** Nothing where the network does not take these inputs, or the time is over. */
  async run(inputs: readonly Tensor[], size: RunSize): Promise<Tensor[] | undefined> {
    await this.open();
    if (this.budget.over.aborted) {
      return undefined;
    }
    const { over, signal } = this.budget;
    try {
      const running = this.own ? this.own.run(inputs, over) : this.subject.session.run(inputs, signal);
      return await this.budget.run(size, () => orOver(running, over));
    } catch (error) {
      signal?.throwIfAborted();
      if (over.aborted || error instanceof EngineError) {
        return undefined;
      }
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.opening;
    await this.own?.dispose();
    this.own = undefined;
  }

  private async openCopy(): Promise<void> {
    const { reload, budget } = this;
    const { axes } = this.subject.description.inputs[0];
    const free = axes.flatMap(({ type }, axis) => (type === 'space' ? [axis] : []));
    const change = (model: Uint8Array): Uint8Array => {
      this.freed = freeSizes(model, free);
      return this.freed.bytes;
    };
    try {
      this.own = await reload?.(change, budget.over);
    } catch {
      // Whatever stands against a copy, the check's own network remains.
      budget.signal?.throwIfAborted();
    }
  }
}

/** The promise's value, or the signal's reason as soon as it aborts. */
async function orOver<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
