import { run } from './run';
import { abortOnSignals } from './signals';
import { terminalOf } from './words/terminal';

const abort = new AbortController();
abortOnSignals(abort);

// A reader that has enough (`| head`) closes the pipe; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') {
    throw error;
  }
});

const code = await run(process.argv.slice(2), { ...terminalOf(process.stdout, process.stderr), signal: abort.signal });
// As soon as everything is written: the runtime's threads take their time to end, and nothing is left for them to do.
process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
