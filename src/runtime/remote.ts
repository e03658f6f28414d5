import type { CallName, Calls, Channel, Fault, Reply } from './protocol';

/** What the host threw, or how its channel ended; the engine turns it into an `EngineError`. */
export class HostError extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
    this.name = 'HostError';
  }
}

/** Why a host was ended that took more memory than a network may. */
export const OUT_OF_MEMORY = 'out of memory';

interface Waiting {
  resolve(result: Calls[CallName]['result']): void;
  reject(error: unknown): void;
}

/** The caller's end of a channel: calls with numbered replies, ended at once by an abort. */
export class Remote {
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;
  private end_: HostError | null = null;

  constructor(private readonly channel: Channel) {
    channel.port.onmessage = (event: MessageEvent<Reply>) => this.onReply(event.data);
    channel.died.catch((error: unknown) => this.end(String(error instanceof Error ? error.message : error)));
  }

  get ended(): boolean {
    return this.end_ !== null;
  }

  /**
   * Rejects with `HostError`, or with the signal's reason; then the host is ended, whatever it is doing:
   * WebAssembly cannot be interrupted in any other way.
   */
  call<K extends CallName>(
    call: K,
    params: Calls[K]['params'],
    transfer: Transferable[] = [],
    signal?: AbortSignal
  ): Promise<Calls[K]['result']> {
    if (signal?.aborted) {
      return Promise.reject(signal.reason);
    }
    if (this.end_) {
      return Promise.reject(this.end_);
    }
    this.last += 1;
    const id = this.last;
    return new Promise<Calls[K]['result']>((resolve, reject) => {
      const onAbort = (): void => {
        this.waiting.get(id)?.reject(signal?.reason);
        this.waiting.delete(id);
        this.end('stopped');
      };
      const unwatch = this.channel.watch?.(() => this.end(OUT_OF_MEMORY));
      const settle = (): void => {
        unwatch?.();
        signal?.removeEventListener('abort', onAbort);
      };
      this.waiting.set(id, {
        resolve: result => (settle(), resolve(result as Calls[K]['result'])),
        reject: error => (settle(), reject(error))
      });
      signal?.addEventListener('abort', onAbort, { once: true });
      this.channel.port.postMessage({ id, call, params }, transfer);
    });
  }

  /** Ends the host; calls that still wait are rejected. */
  end(message = 'stopped'): void {
    if (this.end_) {
      return;
    }
    this.end_ = new HostError({ name: 'Ended', message });
    this.channel.end();
    for (const { reject } of this.waiting.values()) {
      reject(this.end_);
    }
    this.waiting.clear();
  }

  private onReply(reply: Reply): void {
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if ('fault' in reply) {
      waiting?.reject(new HostError(reply.fault));
    } else {
      waiting?.resolve(reply.result);
    }
  }
}
