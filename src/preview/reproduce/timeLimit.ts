/** How long a network may take where nobody says otherwise: ten minutes. */
export const usualSeconds = 600;

/** The longest that a timer can wait, in seconds. */
const longest = 2 ** 31 / 1000 - 1;

/** A time that begins now, beside the signal by which the user stops everything. */
export class TimeLimit {
  /** Aborts at the end of the time, or where the user stops. */
  readonly signal: AbortSignal;
  private readonly over: AbortSignal;

  constructor(
    readonly seconds: number,
    private readonly user?: AbortSignal
  ) {
    this.over = AbortSignal.timeout(Math.min(seconds, longest) * 1000);
    this.signal = user ? AbortSignal.any([user, this.over]) : this.over;
  }

  /** The time is over, and nobody stopped it before. */
  get isOver(): boolean {
    return this.over.aborted && !this.user?.aborted;
  }

  /** Why the network has no result. */
  get reason(): string {
    return (
      `the network gave no result within ${this.seconds} seconds and was ended. It may have no end; if it is only slow, ` +
      'give it more time (--timeout SECONDS on the command line), or a faster machine'
    );
  }
}
