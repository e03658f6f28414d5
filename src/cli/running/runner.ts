import { SourceError } from '../../bundle/source';
import { RunError } from '../../run/model';
import type { Runner } from '../../run/model';
import { EngineError } from '../../runtime/engine';

/** The network of the bundle cannot be loaded, so that no image can be run. The message is the cause's own. */
export class NetworkError extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
    this.name = 'NetworkError';
  }
}

/** The loaded network for as long as the call takes: opened when it is first needed, and anew after it failed. */
export class RunnerKeeper {
  private opened: Promise<Runner> | undefined;
  private isFirst = true;

  constructor(private readonly open: (signal: AbortSignal) => Promise<Runner>) {}

  /** Rejects with `NetworkError` where it has never been opened; later, that may be for want of memory. */
  async get(signal: AbortSignal): Promise<Runner> {
    this.opened ??= this.open(signal);
    try {
      const runner = await this.opened;
      this.isFirst = false;
      return runner;
    } catch (error) {
      this.opened = undefined;
      signal.throwIfAborted();
      const isSaid = [SourceError, RunError, EngineError].some(kind => error instanceof kind);
      throw this.isFirst && isSaid ? new NetworkError(error as Error) : error;
    }
  }

  /** Ended in the middle of an image, its threads may be in any state. */
  async close(): Promise<void> {
    const runner = await this.opened?.catch(() => undefined);
    this.opened = undefined;
    await runner?.dispose();
  }
}
