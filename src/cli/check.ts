import { VERSION } from '../export/version';
import { check } from '../preview/check';
import type { CheckOptions } from '../preview/check';
import { reportJson } from '../preview/report/json';
import type { Report, StepEvent } from '../preview/report/report';
import { SourceError } from '../bundle/source';
import type { InferenceEngine } from '../runtime/engine';
import { createNodeEngine } from '../runtime/node';
import type { CheckArguments } from './calls';
import type { CommonArguments } from './calls';
import type { Terminal } from './calls';
import { openPath } from './files/source';
import { frameworksOf } from './frameworks';
import { terminalText } from './text';
import { openReader } from './thread/threads';
import { unreadableReport } from '../preview/report/unreadable';

/** Checks each path and prints what was found. The exit code is that of the worst. */
export async function runCheck(args: CheckArguments, terminal: Terminal): Promise<number> {
  const { reader, close } = openReader();
  const reports: Report[] = [];
  const frameworks = frameworksOf(args, terminal);
  let engine: InferenceEngine | null = null;
  try {
    engine = args.formatOnly
      ? null
      : await createNodeEngine(args.threads === undefined ? {} : { threads: args.threads });
    for (const path of args.paths) {
      terminal.signal.throwIfAborted();
      const options = { engine, reader, formatOnly: args.formatOnly, ...timeOf(args), ...frameworks.options };
      const report = await checkPath(path, options, terminal);
      reports.push(report);
      if (!args.json) {
        terminal.out(terminalText(report));
      }
    }
  } finally {
    close();
    await Promise.all([engine?.dispose(), frameworks.close()]);
  }
  if (args.json) {
    terminal.out(`${JSON.stringify({ zooport: VERSION, results: reports.map(reportJson) }, null, 2)}\n`);
  }
  return Math.max(...reports.map(exitCode));
}

/** How long a network may take, for `check`. */
export function timeOf({ timeout }: CommonArguments): Pick<CheckOptions, 'seconds'> {
  return timeout === undefined ? {} : { seconds: timeout };
}

export function exitCode({ verdict }: Report): number {
  return { passed: 0, failed: 1, 'not run': 1, unreadable: 2 }[verdict];
}

/** One path; whatever is wrong with it stands in the report. */
export async function checkPath(
  path: string,
  options: Omit<CheckOptions, 'signal' | 'stop' | 'onStep' | 'onReport'>,
  terminal: Terminal
): Promise<Report> {
  try {
    const source = await openPath(path);
    try {
      const onStep = (event: StepEvent): void => sayStep(event, terminal);
      const report = await check(source, { ...options, signal: terminal.signal, onStep });
      const note = source.note?.();
      if (note) {
        terminal.say(note);
      }
      return report;
    } finally {
      await source.close?.();
    }
  } catch (error) {
    if (!(error instanceof SourceError)) {
      throw error;
    }
    return unreadableReport(path, error.message);
  }
}

/** Only the steps that may take long are announced; the others are over before the line is read. */
function sayStep({ step, state, detail }: StepEvent, terminal: Terminal): void {
  if (state === 'running' && (step === 'load' || step === 'run')) {
    const about = detail === undefined ? '' : ` (${detail})`;
    terminal.say(step === 'load' ? `Loading the network${about} …` : `Running it${about} …`);
  }
}
