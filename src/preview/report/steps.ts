import type { StepEvent, StepName } from './report';

/** Runs the steps of a check: says when each starts and ends, adds up their seconds, and stops between them on abort. */
export class Steps {
  readonly seconds: Partial<Record<StepName, number>> = {};
  private readonly began = performance.now();

  constructor(
    private readonly onStep: ((event: StepEvent) => void) | undefined,
    private readonly signal: AbortSignal | undefined
  ) {}

  /** Seconds since the first step. */
  get elapsed(): number {
    return (performance.now() - this.began) / 1000;
  }

  /** `fine` judges a result that came without an exception; `detail` is what the report shows beside the step. */
  async run<T>(
    step: StepName,
    work: () => T | Promise<T>,
    { detail, fine = () => true }: { detail?: string; fine?: (result: T) => boolean } = {}
  ): Promise<T> {
    this.signal?.throwIfAborted();
    const about = detail === undefined ? {} : { detail };
    this.onStep?.({ step, state: 'running', ...about });
    // What shares the thread with us gets a chance to draw the step, and to abort.
    await Promise.resolve();
    const start = performance.now();
    let good = false;
    try {
      const result = await work();
      good = fine(result);
      return result;
    } finally {
      const seconds = (performance.now() - start) / 1000;
      this.seconds[step] = (this.seconds[step] ?? 0) + seconds;
      this.onStep?.({ step, state: good ? 'done' : 'failed', seconds, ...about });
    }
  }

  skip(steps: readonly StepName[], detail: string): void {
    for (const step of steps) {
      this.onStep?.({ step, state: 'skipped', detail });
    }
  }
}
