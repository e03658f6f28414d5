/** How often it is looked after, in milliseconds. */
const glance = 500;

/**
 * Aborts once the process that started this one is gone. A task that was given away is done anew elsewhere where its
 * worker was killed, and this one shall not go on as well. Where the system does not tell (Windows), it does: both
 * write the same results, each whole.
 */
export function whileParentLives(signal: AbortSignal): { readonly signal: AbortSignal; end(): void } {
  const parent = process.ppid;
  const gone = new AbortController();
  const timer = setInterval(() => {
    if (process.ppid !== parent) {
      gone.abort(new Error('The process that started this one is gone.'));
    }
  }, glance);
  timer.unref();
  return { signal: AbortSignal.any([signal, gone.signal]), end: () => clearInterval(timer) };
}
