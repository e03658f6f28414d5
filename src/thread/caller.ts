import { type FromThread, type Thread, ThreadError, type ToThread, type Works } from './thread';

/** A file that cannot be read in so many seconds is made to be like that. */
const usualSeconds = 30;
/** Large networks may take longer: one more second for so many bytes. */
const bytesPerSecond = 10 * 2 ** 20;
/** How long the thread's own code may take to arrive, in seconds: a page's may come through a slow hub. */
const startSeconds = 60;

/** How long work on so many bytes may take, in seconds. */
export function secondsFor(bytes: number): number {
  return usualSeconds + bytes / bytesPerSecond;
}

interface CallOptions {
  /** What is given away: the caller cannot use it any more. */
  readonly transfer?: readonly ArrayBuffer[];
  readonly seconds?: number;
  readonly signal?: AbortSignal | undefined;
}

interface Running {
  readonly thread: Thread;
  ready: boolean;
  /** Told of everything that the thread says. */
  on: ((event: FromThread | { readonly died: string }) => void) | null;
}

/**
 * Has work done in a thread, which is ended where it takes too long or is stopped: nothing else ends work that does not
 * come to its end. One thread is kept warm; work that comes while it is busy gets one of its own.
 */
export class Caller<W extends Works<W>> {
  private idle: Running | null = null;
  private readonly live = new Set<Running>();

  constructor(private readonly start: () => Thread) {}

  /** Starts a thread ahead of need; what fails shows at the first call. */
  warm(): void {
    try {
      this.idle ??= this.begin();
    } catch {
      // Said by `call`.
    }
  }

  /** Rejects with `ThreadError`, or with the signal's reason. */
  async call<K extends keyof W & string>(
    work: K,
    input: W[K]['input'],
    { transfer = [], seconds = usualSeconds, signal }: CallOptions = {}
  ): Promise<W[K]['output']> {
    signal?.throwIfAborted();
    const running = this.take();
    try {
      const output = await this.answer(running, { message: { work, input }, transfer, seconds, signal });
      this.giveBack(running);
      return output;
    } catch (error) {
      this.end(running);
      throw error;
    }
  }

  dispose(): void {
    this.idle = null;
    this.live.forEach(running => this.end(running));
  }

  private answer(
    running: Running,
    {
      message,
      transfer,
      seconds,
      signal
    }: { message: ToThread; transfer: readonly ArrayBuffer[]; seconds: number; signal: AbortSignal | undefined }
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const fail = (problem: 'no-start' | 'too-long' | 'failed', reason: string) =>
        settle(() => reject(new ThreadError(problem, reason)));
      const onAbort = (): void => settle(() => reject(signal?.reason));
      let timer = setTimeout(() => fail('no-start', 'its code did not arrive'), startSeconds * 1000);
      const settle = (then: () => void): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        running.on = null;
        then();
      };
      // The time counts from where the thread is there.
      const begun = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => fail('too-long', `no end after ${Math.round(seconds)} seconds`), seconds * 1000);
      };
      running.on = event => {
        if ('ready' in event) {
          begun();
        } else if ('output' in event) {
          settle(() => resolve(event.output));
        } else if ('failed' in event) {
          fail('failed', event.failed);
        } else {
          fail(running.ready ? 'failed' : 'no-start', event.died);
        }
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      if (running.ready) {
        begun();
      }
      running.thread.post(message, transfer);
    });
  }

  private take(): Running {
    const running = this.idle ?? this.begin();
    this.idle = null;
    return running;
  }

  private begin(): Running {
    const running: Running = { thread: this.open(), ready: false, on: null };
    this.live.add(running);
    running.thread.listen({
      message: message => {
        const event = message as FromThread;
        running.ready ||= 'ready' in event;
        running.on?.(event);
      },
      died: reason => {
        if (this.idle === running) {
          this.idle = null;
        }
        this.live.delete(running);
        running.on?.({ died: reason });
      }
    });
    return running;
  }

  private open(): Thread {
    try {
      return this.start();
    } catch (error) {
      throw new ThreadError('no-start', error instanceof Error ? error.message : String(error));
    }
  }

  private giveBack(running: Running): void {
    if (this.idle === null && this.live.has(running)) {
      this.idle = running;
    } else {
      this.end(running);
    }
  }

  private end(running: Running): void {
    if (this.idle === running) {
      this.idle = null;
    }
    this.live.delete(running);
    running.thread.end();
  }
}
