import { removeAllParts } from './files/parts';

/** Exit codes of a process that was told to end, as shells give them: 128 and the signal's number. */
const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** How long a command may take to end by itself, in milliseconds; Python may be in the middle of a long step. */
const patience = 8000;

/** Why a command was stopped. */
export class Interrupted extends Error {
  constructor(readonly exitCode: number) {
    super('Stopped by the user.');
    this.name = 'AbortError';
  }
}

/**
 * The first signal lets the command end by itself, so that nothing half-written stays. A second one, or the end of our
 * patience, ends it at once; what was being written is removed then, too. The exit code tells which signal it was.
 */
export function abortOnSignals(abort: AbortController): void {
  const listen = (signal: keyof typeof codes): void => {
    process.on(signal, () => {
      const code = codes[signal];
      if (abort.signal.aborted) {
        endNow(code);
      }
      abort.abort(new Interrupted(code));
      setTimeout(endNow, patience, code).unref();
    });
  };
  listen('SIGHUP');
  listen('SIGINT');
  listen('SIGTERM');
}

function endNow(code: number): never {
  removeAllParts();
  process.exit(code);
}
