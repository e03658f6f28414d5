import { availableParallelism } from 'node:os';
import { VERSION } from '../../export/version';
import { reportJson } from '../../preview/report/json';
import { unreadableReport } from '../../preview/report/unreadable';
import type { CheckArguments, Terminal } from '../calls';
import { terminalText } from '../text';
import { runProcess } from './process';
import { sideBySide } from './sideBySide';
import type { Ended } from './process';

/**
 * Checks bundles in processes of their own, as many side by side as `jobs` says, and prints what each found in the order
 * of the call. A process that dies takes no other with it. Gives the exit code of the worst.
 */
export async function checkSideBySide(args: CheckArguments, jobs: number, terminal: Terminal): Promise<number> {
  const { signal } = terminal;
  const works = args.paths.map(path => () => {
    signal.throwIfAborted();
    return runProcess(wordsOf(args, path, jobs), line => terminal.say(`${path}: ${line}`), signal);
  });
  const results: unknown[] = [];
  let worst = 0;
  // What is done is printed while the others are still at work.
  for (const [index, ending] of sideBySide(jobs, works).entries()) {
    const ended = await ending;
    const path = args.paths[index];
    worst = Math.max(worst, ended.code <= unusable ? ended.code : unusable);
    if (args.json) {
      results.push(...(resultsOf(ended.out) ?? [reportJson(lost(path, ended))]));
    } else {
      terminal.out(ended.out || terminalText(lost(path, ended)));
    }
  }
  if (args.json) {
    terminal.out(`${JSON.stringify({ zooport: VERSION, results }, null, 2)}\n`);
  }
  return worst;
}

const unusable = 2;

/** The same call for one path. */
function wordsOf(
  { formatOnly, python, allowCode, timeout, json }: CheckArguments,
  path: string,
  jobs: number
): string[] {
  return [
    'check',
    ...(formatOnly ? ['--format-only'] : []),
    ...(python === undefined ? [] : [`--python=${python}`]),
    ...(allowCode ? ['--allow-code'] : []),
    ...(timeout === undefined ? [] : [`--timeout=${timeout}`]),
    ...(json ? ['--json'] : []),
    `--threads=${Math.max(1, Math.floor(Math.min(availableParallelism(), 4 * jobs) / jobs))}`,
    '--',
    path
  ];
}

function resultsOf(out: string): unknown[] | null {
  try {
    const { results } = JSON.parse(out) as { readonly results?: unknown };
    return Array.isArray(results) ? (results as unknown[]) : null;
  } catch {
    return null;
  }
}

/** Nothing came of it: for instance, the system ended the process for want of memory. */
function lost(path: string, { how }: Ended) {
  return unreadableReport(path, `The process that checked it ended without a report (${how}).`);
}
