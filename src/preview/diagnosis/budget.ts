/** How long a search may go on, and whether someone ended it. */
export class Budget {
  private readonly began = performance.now();
  private rested = this.began;
  tried = 0;
  /** Seconds of the longest run of the network so far. */
  private longestRun: number;
  private end: number;

  constructor(
    private readonly limits: {
      readonly seconds: number;
      readonly runSeconds?: number;
      readonly signal?: AbortSignal;
      readonly stop?: AbortSignal;
    }
  ) {
    this.longestRun = limits.runSeconds ?? 0;
    this.end = limits.seconds;
  }

  get seconds(): number {
    return this.limits.seconds;
  }

  get signal(): AbortSignal | undefined {
    return this.limits.signal;
  }

  get stopped(): boolean {
    return this.limits.stop?.aborted === true;
  }

  /** Where all is explained, only a little more is spent on what may explain it as well. */
  hurry(seconds: number): void {
    this.end = Math.min(this.end, this.elapsed + seconds);
  }

  private get elapsed(): number {
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

  /** Whether another run of the network ends in time. */
  get allowsRun(): boolean {
    return !this.stopped && this.elapsed + this.longestRun < this.end;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.longestRun = Math.max(this.longestRun, (performance.now() - start) / 1000);
    }
  }
}
