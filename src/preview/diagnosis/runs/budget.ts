/** A run on the whole image, or on a window of it. */
export type RunSize = 'whole' | 'window';

/** How long the search may go on, and whether someone ended it. */
export class Budget {
  private readonly began = performance.now();
  private rested = this.began;
  tried = 0;
  /** Seconds of the longest run so far. */
  private readonly longest: Record<RunSize, number>;
  private end: number;
  private readonly ender = new AbortController();
  private readonly timer: ReturnType<typeof setTimeout>;
  private readonly cut = (): void => this.ender.abort();

  constructor(
    private readonly limits: {
      readonly seconds: number;
      readonly runSeconds?: number;
      readonly signal?: AbortSignal;
      readonly stop?: AbortSignal;
    }
  ) {
    this.longest = { whole: limits.runSeconds ?? 0, window: 0 };
    this.end = limits.seconds;
    this.timer = setTimeout(this.cut, limits.seconds * 1000);
    this.watched.forEach(signal => signal.addEventListener('abort', this.cut, { once: true }));
    if (this.watched.some(({ aborted }) => aborted)) {
      this.cut();
    }
  }

  /** Lets go of the timer; to be called when the search has ended. */
  close(): void {
    clearTimeout(this.timer);
    this.watched.forEach(signal => signal.removeEventListener('abort', this.cut));
  }

  private get watched(): AbortSignal[] {
    return [this.limits.signal, this.limits.stop].filter(signal => signal !== undefined);
  }

  get seconds(): number {
    return this.limits.seconds;
  }

  get signal(): AbortSignal | undefined {
    return this.limits.signal;
  }

  /** Aborts when the time is over, the search is stopped or the check is aborted: a run on the way is broken off. */
  get over(): AbortSignal {
    return this.ender.signal;
  }

  get stopped(): boolean {
    return this.limits.stop?.aborted === true;
  }

  /** Where all is explained, only a little more is spent on what may explain it as well. */
  hurry(seconds: number): void {
    this.end = Math.min(this.end, this.elapsed + seconds);
  }

  get elapsed(): number {
    return (performance.now() - this.began) / 1000;
  }

  /** Counts a change that is about to be tried; false where the search must end. Throws where the check is aborted. */
  async next(): Promise<boolean> {
    this.limits.signal?.throwIfAborted();
    // What shares the thread must come in between, or nobody could stop it.
    if (performance.now() - this.rested > 30) {
      await new Promise(resolve => setTimeout(resolve));
      this.rested = performance.now();
      this.limits.signal?.throwIfAborted();
    }
    const goesOn = !this.stopped && this.elapsed < this.end;
    this.tried += goesOn ? 1 : 0;
    return goesOn;
  }

  /** Whether another run of the network, or so many of them, end in time. */
  allows(size: RunSize, times = 1): boolean {
    return !this.stopped && this.elapsed + times * this.longest[size] < this.end;
  }

  async run<T>(size: RunSize, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.longest[size] = Math.max(this.longest[size], (performance.now() - start) / 1000);
    }
  }
}
