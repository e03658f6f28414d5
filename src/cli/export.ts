import { ExportError } from '../export/errors';
import { VERSION } from '../export/version';
import { KernelError } from '../kernel/protocol';
import { sentenceOf } from '../preview/format/files';
import { reportJson } from '../preview/report/json';
import { TimeLimit, usualSeconds } from '../preview/reproduce/timeLimit';
import type { Report } from '../preview/report/report';
import { unreadableReport } from '../preview/report/unreadable';
import { createNodeEngine } from '../runtime/node';
import type { ExportArguments, ExportFacts } from './calls';
import type { Terminal } from './calls';
import { checkPath, exitCode, timeOf } from './check';
import { isKnown } from './errors';
import { frameworksOf } from './frameworks';
import { exportBundle } from './make';
import { outOfTime } from './files/errors';
import { terminalText } from './text';
import { openReader } from './thread/threads';

/**
 * `zooport export`: makes a bundle, then checks the file that was written.
 * Gives the exit code: 0 passed, 1 the bundle or the conversion failed, 2 it could not be made (a sentence says why).
 * With `json` standard output gets check's document with `network`, `recipe` and `alternatives`, also when it fails.
 * Rejects with the signal's reason when it is stopped; then nothing was written.
 */
export async function runExport(args: ExportArguments, terminal: Terminal): Promise<number> {
  const facts: ExportFacts = { network: null, recipe: null, alternatives: [] };
  const limit = new TimeLimit(args.timeout ?? usualSeconds, terminal.signal);
  try {
    await exportBundle(args, facts, { ...terminal, signal: limit.signal });
    const report = await checkWritten(args, facts.recipe === null, terminal);
    terminal.out(args.json ? document(facts, report) : terminalText(report));
    return exitCode(report);
  } catch (error) {
    terminal.signal.throwIfAborted();
    if (!limit.isOver && !isKnown(error)) {
      throw error;
    }
    const reason = limit.isOver ? outOfTime('export', limit) : sentenceOf(error);
    terminal.say(reason);
    if (args.json) {
      terminal.out(document(facts, unreadableReport(args.output, reason)));
    }
    return limit.isOver || isFailure(error) ? 1 : 2;
  }
}

/**
 * The bytes on the disk, not those in memory: what is checked is what will be uploaded. Of a network of one's own all weights
 * are run, in the Python that wrote them; code of theirs only where it was allowed for the network's file. Those of the
 * catalogue were run when they were saved: starting their framework once more takes longer than all else.
 */
async function checkWritten(args: ExportArguments, isOwn: boolean, terminal: Terminal): Promise<Report> {
  terminal.say('Checking the written bundle');
  const { reader, close } = openReader();
  const frameworks = isOwn ? frameworksOf(args, terminal) : null;
  const engine = await createNodeEngine();
  try {
    return await checkPath(args.output, { engine, reader, ...timeOf(args), ...frameworks?.options }, terminal);
  } finally {
    close();
    await Promise.all([engine.dispose(), frameworks?.close()]);
  }
}

function document(facts: ExportFacts, report: Report): string {
  return `${JSON.stringify({ zooport: VERSION, results: [reportJson(report)], ...facts }, null, 2)}\n`;
}

/** It could be read but what came out is wrong, as opposed to a call or a file that is. */
function isFailure(error: unknown): boolean {
  return (
    (error instanceof ExportError && error.problem === 'not-proven') ||
    (error instanceof KernelError && error.problem === 'recipe-disagrees')
  );
}
