import type { InferenceEngine } from '../runtime/engine';
import { adviceFindings } from '../spec/advice/advice';
import type { NamedFile } from '../spec/cursor';
import type { Finding } from '../spec/finding';
import { describe } from '../spec/messages';
import type { ModelDescription } from '../spec/model';
import { originalPath } from '../spec/v04/paths';
import type { ReadResult } from '../spec/read';
import { isOld } from '../spec/rules/places';
import { testTensorFindings } from '../spec/testTensors';
import { fileAdvice } from './format/advice';
import { assembleReport } from './report/assemble';
import type { CheckedFormat } from './report/assemble';
import { descriptionText } from '../bundle/description';
import { openBundle } from '../bundle/open';
import { containerFindings, withoutRepeats } from './format/container';
import type { OpenBundle } from '../bundle/open';
import {
  absentFindings,
  documentationFindings,
  hashFindings,
  locateFiles,
  readTestTensors,
  sentenceOf
} from './format/files';
import { TimeLimit, usualSeconds } from './reproduce/timeLimit';
import { release, startLoading } from './reproduce/loading';
import type { Loading } from './reproduce/loading';
import { checkNetwork } from './network/findings';
import { plainReader } from '../bundle/reading/reader';
import type { Reader } from '../bundle/reading/reader';
import type { FormatVerdict, Report, StepEvent, StepName } from './report/report';
import { reproduce } from './reproduce/reproduce';
import type { Reproduced, ReproduceInput } from './reproduce/input';
import { sampleFindings } from './format/sample';
import type { FileSource } from '../bundle/source';
import { Steps } from './report/steps';
import { unreadableReport } from './report/unreadable';

export interface CheckOptions extends Pick<ReproduceInput, 'runners' | 'howToRun'> {
  /** Runs the network. `null` where none is at hand: then only the format is checked. */
  readonly engine: InferenceEngine | null;
  readonly formatOnly?: boolean;
  /** Reads the texts and the network; where a bundle may be hostile, in a thread with a deadline. */
  readonly reader?: Reader;
  readonly threads?: number;
  /** How long the network may take altogether, in seconds; then it is ended, and "not run". Default: ten minutes. */
  readonly seconds?: number;
  readonly signal?: AbortSignal;
  /** Ends the search for the reason of a failure; the check itself goes on. */
  readonly stop?: AbortSignal;
  onStep?(event: StepEvent): void;
  /**
   * The report as it stands before what takes seconds: looking for the reason why a bundle does not reproduce, or running its
   * other weights. Something is missing in it; the whole report follows.
   */
  onReport?(report: Report): void;
}

/**
 * Opens a bundle, checks its description and files, runs its network on the test inputs and compares with the test
 * outputs. A bad bundle never makes it throw: what is wrong stands in the report. Only aborting rejects, with the
 * signal's reason. The source is left open.
 */
export async function check(source: FileSource, options: CheckOptions): Promise<Report> {
  const steps = new Steps(event => options.onStep?.(event), options.signal);
  try {
    return await checkAll(source, options, steps);
  } catch (error) {
    options.signal?.throwIfAborted();
    return unreadable(source, steps, sentenceOf(error));
  }
}

function unreadable(source: FileSource, steps: Steps, reason: string, findings: readonly Finding[] = []): Report {
  const format: FormatVerdict | null =
    findings.length > 0 ? { verdict: 'invalid', version: '', findings, complete: false } : null;
  return unreadableReport(source.name, reason, { format, seconds: steps.seconds, elapsed: steps.elapsed });
}

async function checkAll(source: FileSource, options: CheckOptions, steps: Steps): Promise<Report> {
  const { signal, reader = plainReader } = options;
  const { bundle, read } = await steps.run('open', async () => {
    const opened = await openBundle(source, signal);
    const text = await descriptionText(source, opened, signal);
    return { bundle: opened, read: await reader.description(text, signal) };
  });
  const { description } = read;
  if (!description) {
    steps.skip(afterOpen, 'There is no description to go by.');
    const errors = read.findings.filter(finding => finding.severity === 'error');
    return unreadable(source, steps, errors.map(describe).join(' '), read.findings);
  }
  const engine = options.formatOnly ? null : options.engine;
  const limit = new TimeLimit(options.seconds ?? usualSeconds, signal);
  const loading = engine && startLoading(description, bundle, { ...options, engine, steps, signal: limit.signal });
  let assemble: (reproduced: Reproduced | null) => Report;
  let reproduced: Reproduced | null;
  try {
    const checked = await checkFormat(read, description, { source, bundle, steps, reader, signal });
    assemble = result => assembleReport({ source, description, bundle, checked, engine, steps }, result);
    const onCompared = (result: Reproduced): void => options.onReport?.(assemble(result));
    const doing = { engine, loading, options, steps, limit, onCompared };
    reproduced = await runOrSkip(description, checked, bundle, doing);
  } finally {
    await release(loading);
  }
  return assemble(reproduced);
}

const running: readonly StepName[] = ['load', 'preprocess', 'run', 'postprocess', 'compare', 'sizes'];
const afterOpen: readonly StepName[] = ['format', 'hashes', 'network', ...running];

interface Surroundings {
  readonly source: FileSource;
  readonly bundle: OpenBundle;
  readonly steps: Steps;
  readonly reader: Reader;
  readonly signal?: AbortSignal;
}

/** The description, the files that it names, their hashes, and the test tensors against their axes. */
async function checkFormat(
  read: ReadResult,
  description: ModelDescription,
  { source, bundle, steps, reader, signal }: Surroundings
): Promise<CheckedFormat> {
  const noErrors = (found: { findings: readonly Finding[] }) => !found.findings.some(isError);
  const located = locateFiles(read.files, bundle, description.raw);
  const format = await steps.run(
    'format',
    async () => {
      const { tensors, findings } = await readTestTensors(description, bundle, signal);
      const documented = await documentationFindings(description, bundle, signal);
      const fit = testTensorFindings(description, tensors).filter(finding => !axesAreWrong(finding, read.findings));
      const absent = absentFindings(located);
      const tested = [...findings, ...fit].map(finding => inFile(finding, description));
      const advice = [
        ...adviceFindings(description, description.raw),
        ...(await fileAdvice(description, tensors, bundle, signal))
      ];
      const samples = await sampleFindings(description, bundle, signal);
      const own = [...documented, ...tested, ...samples];
      return { tensors, findings: [...read.findings, ...absent, ...own, ...advice] };
    },
    { fine: noErrors }
  );
  // The hashes let go of every file, so the network is looked at before.
  const network = await steps.run('network', () => checkNetwork(description, bundle, signal, reader), {
    fine: noErrors
  });
  const present = located.filter(({ finding }) => !finding).map(({ file }) => file);
  const hashes = await steps.run('hashes', () => readThrough(present, { source, bundle, signal }), {
    fine: ({ files, container }) => ![...files, ...container].some(isError),
    detail: `${present.filter(file => file.sha256 !== undefined).length} files`
  });
  const others = withoutRepeats([...format.findings, ...network.findings, ...hashes.files], hashes.container);
  return { findings: [...hashes.container, ...others], tensors: format.tensors, network };
}

/** Every file once to its end: those with a hash for that, then what is left. */
async function readThrough(
  named: readonly NamedFile[],
  { source, bundle, signal }: Pick<Surroundings, 'source' | 'bundle' | 'signal'>
): Promise<{ readonly files: readonly Finding[]; readonly container: readonly Finding[] }> {
  const files = await hashFindings(named, bundle, signal);
  return { files, container: await containerFindings({ source, bundle, named, ...(signal && { signal }) }) };
}

/** Where the axes themselves are faulty, what follows from them would only confuse. 0.4 has their sizes in `shape`. */
function axesAreWrong({ path: [side, index] }: Finding, findings: readonly Finding[]): boolean {
  return findings.some(
    ({ severity, path: [otherSide, otherIndex, field] }) =>
      severity === 'error' && otherSide === side && otherIndex === index && (field === 'axes' || field === 'shape')
  );
}

/** The place that the file itself has, where it is of format 0.4. */
function inFile(finding: Finding, description: ModelDescription): Finding {
  return isOld(description) ? { ...finding, path: originalPath(finding.path) } : finding;
}

function isError({ severity }: Finding): boolean {
  return severity === 'error';
}

async function runOrSkip(
  description: ModelDescription,
  { tensors, network: { outline } }: CheckedFormat,
  bundle: OpenBundle,
  { engine, loading, options, steps, limit, onCompared }: Running
): Promise<Reproduced | null> {
  if (!engine) {
    steps.skip(running, 'Only the format was asked for.');
    return null;
  }
  const { signal, stop, runners, howToRun } = options;
  const limits = { ...(signal && { signal }), ...(stop && { stop }) };
  const others = { ...(runners && { runners }), ...(howToRun !== undefined && { howToRun }) };
  const given = { description, bundle, tensors, outline, loading, engine, steps, limit, onCompared };
  return reproduce({ ...given, ...others, ...limits });
}

interface Running {
  readonly engine: InferenceEngine | null;
  readonly loading: Loading | null;
  readonly options: CheckOptions;
  readonly steps: Steps;
  readonly limit: TimeLimit;
  /** What is known before the reason of a failure is looked for. */
  onCompared(result: Reproduced): void;
}
