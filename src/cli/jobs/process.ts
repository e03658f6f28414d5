import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What a process left. */
export interface Ended {
  readonly code: number;
  /** "exit code 1", or the signal that ended it. */
  readonly how: string;
  readonly out: string;
}

/** So long it may take to end by itself, in milliseconds. */
const patience = 8000;

/** This command line once more with other words. Rejects with the signal's reason, once the process is gone. */
export async function runProcess(
  words: readonly string[],
  onLine: (line: string) => void,
  signal: AbortSignal
): Promise<Ended> {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1], ...words], {
    stdio: ['ignore', 'pipe', 'pipe']
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (out += text));
  createInterface({ input: child.stderr }).on('line', onLine);
  let killing: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill('SIGTERM');
    killing = setTimeout(() => child.kill('SIGKILL'), patience);
  };
  signal.addEventListener('abort', stop, { once: true });
  const ended = await new Promise<Ended>(resolve => {
    child.once('error', error => resolve({ code: 2, how: error.message, out }));
    child.once('close', (code, by) =>
      resolve({ code: code ?? 2, how: by ? `signal ${by}` : `exit code ${code}`, out })
    );
  });
  clearTimeout(killing);
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  return ended;
}
