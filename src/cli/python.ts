import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { existsSync } from 'node:fs';
import { STDIO_ARGUMENTS, stdioFirstLine } from '../kernel/bootstrap';
import { KernelError, type KernelTransport } from '../kernel/protocol';
import { gatherSources, type Sources } from '../kernel/sources';
import { StdioSession } from '../kernel/stdio';

/** How long a process may take to end by itself before it is killed, in milliseconds. */
const PATIENCE = 5000;

/** How long it may go on once it was told to stop, in milliseconds: a file that is read without end hears nothing. */
const DEAF = 3000;

/** The last of what the process printed, for the error when it dies. */
const KEPT = 4000;

export type PythonTransport = KernelTransport & { close(): Promise<void> };

/**
 * Starts the Python half in a Python of the user's choice.
 *
 * @param executable name or path of the Python
 * @param onLog what it prints besides (frameworks are talkative), piece by piece
 * @param signal stops what it does; a process that does not hear it is killed soon after
 * @throws KernelError 'dead' where it does not start
 */
export async function startPython(
  executable: string,
  onLog: (text: string) => void,
  signal?: AbortSignal
): Promise<PythonTransport> {
  const sources = await readSources();
  const child = spawn(executable, [...STDIO_ARGUMENTS], { stdio: 'pipe' });
  await started(child, executable);
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-KEPT);
    onLog(text);
  });
  // Writing to a process that is gone would otherwise end ours.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<string>(resolve => {
    child.once('close', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  const stop = () => child.kill('SIGKILL');
  process.once('exit', stop);
  let deaf: NodeJS.Timeout | undefined;
  const stopSoon = () => (deaf = setTimeout(stop, DEAF));
  signal?.addEventListener('abort', stopSoon, { once: true });
  void ended.then(() => {
    process.removeListener('exit', stop);
    signal?.removeEventListener('abort', stopSoon);
    clearTimeout(deaf);
  });
  const session = new StdioSession(
    // Node's own types of web streams are those of the platform at run time.
    Readable.toWeb(child.stdout) as ReadableStream<Uint8Array>,
    Writable.toWeb(child.stdin) as WritableStream<Uint8Array>,
    stdioFirstLine(sources),
    async () => died(executable, await ended, log)
  );
  return {
    request: (method, params, on) => session.request(method, params, on),
    fetchFile: async (path, signal) => Readable.toWeb(createReadStream(path, { signal })) as ReadableStream<Uint8Array>,
    close: async () => {
      await session.close();
      const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
      await ended;
      clearTimeout(timer);
    }
  };
}

/** The Python half's files: beside the bundled command line in the wheel, or in the repository. */
async function readSources(): Promise<Sources> {
  const folder = sourceFolder(dirname(fileURLToPath(import.meta.url)));
  return gatherSources(name => readFile(join(folder, name), 'utf8'));
}

function sourceFolder(start: string): string {
  for (let folder = start; dirname(folder) !== folder; folder = dirname(folder)) {
    for (const inside of ['kernel', join('zooport', 'kernel')]) {
      if (existsSync(join(folder, inside, 'transport', 'stdio.py'))) {
        return join(folder, inside);
      }
    }
  }
  throw new KernelError(
    'internal',
    `The Python half (zooport/kernel) was not found near ${start}. Install zooport again.`
  );
}

function started(child: ChildProcessWithoutNullStreams, executable: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', error =>
      reject(
        new KernelError(
          'dead',
          `Python could not be started as "${executable}" (${error.message}). Give the path of a Python that has ` +
            'TensorFlow with --python.',
          { executable }
        )
      )
    );
  });
}

function died(executable: string, how: string, log: string): KernelError {
  return new KernelError(
    'dead',
    `Python (${executable}) ended in the middle (${how}). If the machine ran out of memory, choose a smaller image; else ` +
      'the end of what it printed says why.',
    { executable },
    log
  );
}
