import { join } from 'node:path';
import { SourceError } from '../../bundle/source';
import { VERSION } from '../../export/version';
import type { RunArguments, Terminal } from '../calls';
import { outputFolder } from '../files/folder';
import { SaveError } from '../files/save';
import { openPath } from '../files/source';
import { openReader } from '../thread/threads';
import { UsageError } from '../words/usage';
import { Batch } from './batch';
import type { Job } from './batch';
import { readBundle } from './bundle';
import { whileParentLives } from './parent';
import { findImages } from './images';
import { jobsOf } from './jobs';
import type { ImageResult } from './rows';
import { NetworkError, RunnerKeeper } from './runner';
import type { RunServices } from './services';
import { nodeServices } from './services';
import { Table, tableName } from './table';
import { resultText } from './text';

/**
 * `zooport run`: the network of a bundle on images, each result written whole or not at all. Gives the exit code: 0 all
 * done, 1 an image failed, 2 the bundle cannot be read or the call is wrong. Rejects with the signal's reason.
 */
export async function runRun(args: RunArguments, terminal: Terminal, services = nodeServices): Promise<number> {
  const shared = args.as === undefined ? null : whileParentLives(terminal.signal);
  const signal = shared?.signal ?? terminal.signal;
  try {
    return await runBundle(args, { ...terminal, signal }, services);
  } catch (error) {
    signal.throwIfAborted();
    const reason = sentenceOf(error);
    if (reason === null) {
      throw error;
    }
    terminal.say(`zooport: ${reason}`);
    if (args.json) {
      terminal.out(document({ results: [], error: reason }));
    }
    return 2;
  } finally {
    shared?.end();
  }
}

/** Of what makes the whole call impossible. */
function sentenceOf(error: unknown): string | null {
  const isSaid = [SourceError, SaveError, NetworkError].some(kind => error instanceof kind);
  return isSaid ? (error as Error).message : null;
}

async function runBundle(args: RunArguments, terminal: Terminal, services: RunServices): Promise<number> {
  const source = await openPath(args.bundle);
  const { reader, close } = openReader();
  const keeper = new RunnerKeeper(signal => services.openRunner(source, { ...args, reader, signal }));
  try {
    const bundle = await readBundle(args.bundle, source, reader, terminal.signal);
    requireAxes(args, bundle.inputs);
    const { sets, notes } = await findImages(args.images, bundle.outputs, bundle.inputs);
    notes.forEach(note => terminal.say(note));
    const table = new Table(await outputFolder(args.output, tableName));
    const jobs = await jobsOf(sets, { args, table, outputs: bundle.outputs });
    return await runJobs(jobs, new Batch({ args, table, keeper, services, bundle }, terminal), args, terminal);
  } finally {
    close();
    await keeper.close();
    await source.close?.();
  }
}

async function runJobs(
  jobs: readonly Job[],
  batch: Batch,
  { json, plan, output }: RunArguments,
  terminal: Terminal
): Promise<number> {
  if (plan) {
    const planned = await batch.plan(jobs);
    terminal.out(
      document({ plan: planned.map(one => ({ ...one, result: one.result && placed(one.result, output) })) })
    );
    return 0;
  }
  const results: ImageResult[] = [];
  for (const job of jobs) {
    terminal.signal.throwIfAborted();
    const result = await batch.run(job, jobs.length > 1 ? `${results.length + 1} of ${jobs.length}: ` : '');
    results.push(result);
    if (!json) {
      terminal.out(resultText(result));
    }
  }
  if (json) {
    terminal.out(document({ results: results.map(result => placed(result, output)) }));
  }
  return results.some(({ error }) => error !== null) ? 1 : 0;
}

function requireAxes({ axes }: RunArguments, inputs: number): void {
  if (axes && axes.length !== 1 && axes.length !== inputs) {
    const wanted =
      inputs === 1 ? 'once' : `once for all images, or once for each of the ${inputs} inputs of the network`;
    throw new UsageError(`--axes was given ${axes.length} times; give it ${wanted}.`, 'run');
  }
}

/** With files as they can be opened from where the call was made. */
function placed(result: ImageResult, folder: string): ImageResult {
  return { ...result, outputs: result.outputs.map(written => ({ ...written, file: join(folder, written.file) })) };
}

function document(content: object): string {
  return `${JSON.stringify({ zooport: VERSION, ...content }, null, 2)}\n`;
}
