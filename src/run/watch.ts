import type { RunProgress } from './model';

/** Counts tiles, and estimates how long those that are left will take. */
export class Watch {
  /** Seconds in the network, of all workers together. */
  network = 0;
  private done = 0;
  private readonly began = performance.now();

  constructor(
    private readonly total: number,
    private readonly tell: (progress: RunProgress) => void
  ) {
    tell({ done: 0, total });
  }

  add(seconds: number): void {
    this.network += seconds;
    this.done += 1;
    const elapsed = (performance.now() - this.began) / 1000;
    const secondsLeft = (elapsed / this.done) * (this.total - this.done);
    this.tell({ done: this.done, total: this.total, secondsLeft });
  }
}
