import type { InferenceEngine } from '../runtime/engine';
import { adviceFindings } from '../spec/advice/advice';
import { isFields } from '../spec/cursor';
import type { NamedFile } from '../spec/cursor';
import type { Finding } from '../spec/finding';
import { addFixes } from '../spec/fixes/fixes';
import { describe } from '../spec/messages';
import type { ModelDescription } from '../spec/model';
import { originalPath } from '../spec/old/paths';
import { withPlaces } from '../spec/place/words';
import type { ReadResult } from '../spec/read';
import { isOld } from '../spec/rules/places';
import { valueAt } from '../spec/schema/complaint';
import { SizeError } from '../spec/sizes/error';
import { explainSizes } from '../spec/sizes/explain';
import { testTensorFindings } from '../spec/testTensors';
import { bounds } from '../spec/yamlBounds';
import { fileAdvice } from './advice';
import { openBundle } from './bundle';
import { containerFindings, withoutRepeats } from './container';
import type { OpenBundle } from './bundle';
import { withAltered } from './diagnosis/altered';
import { absentFindings, documentationFindings, hashFindings, locateFiles, readTestTensors, sentenceOf } from './files';
import type { ReadTensors } from './files';
import { TimeLimit, usualSeconds } from './limit';
import { formatBytes } from './limits';
import { release, startLoading } from './loading';
import type { Loading } from './loading';
import { checkNetwork } from './network/findings';
import type { NetworkCheck } from './network/findings';
import { readinessOf } from './readiness/readiness';
import { plainReader } from './reading/reader';
import type { Reader } from './reading/reader';
import type { FormatVerdict, Report, Reproduction, StepEvent, StepName } from './report';
import { reproduce } from './reproduce';
import type { Reproduced } from './reproduce';
import { sampleFindings } from './sample';
import { SourceError } from './source';
import type { FileSource } from './source';
import { Steps } from './steps';
import { verdictOf, zooSays } from './verdict';

export interface CheckOptions {
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
}

/** A description of a model has a few kB; the parser's memory is many times the text's. */
const largestDescription = bounds.text;

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
  return {
    source: source.name,
    verdict: 'unreadable',
    reason,
    format,
    reproduction: [],
    views: [],
    readiness: [],
    diagnosis: [],
    seconds: steps.seconds,
    elapsed: steps.elapsed
  };
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
  let checked: CheckedFormat;
  let reproduced: Reproduced | null;
  try {
    checked = await checkFormat(read, description, { source, bundle, steps, reader, signal });
    reproduced = await runOrSkip(description, checked, bundle, { engine, loading, options, steps, limit });
  } finally {
    await release(loading);
  }
  const all = [...folderFinding(bundle), ...checked.findings, ...(reproduced?.findings ?? [])];
  const found = withPlaces(all, description.raw);
  const rejected = found.some(isZooError);
  const reproduction = (reproduced?.reproduction ?? []).map(result => (rejected ? unread(result) : result));
  const { facts, outline } = checked.network;
  const ready = reproduced && readinessOf({ description, bundle, facts, outline, findings: found, reproduction });
  const findings = addFixes([...found, ...(ready?.findings ?? [])], description.raw);
  const format = formatVerdict(description, findings);
  return {
    source: source.name,
    ...verdictOf(format, reproduced && reproduction),
    ...(description.name !== '' && { title: description.name }),
    ...(isFields(valueAt(description.raw.config, 'zooport')) && { trained: true }),
    format,
    reproduction,
    views: reproduced?.views ?? [],
    zoo: rejected ? 'failed' : zooSays(reproduction, findings),
    ...sizesOf(description),
    readiness: ready?.readiness ?? [],
    diagnosis: withAltered(reproduced?.diagnosis ?? [], findings, description),
    ...(reproduced && engine && { engine: engine.name }),
    seconds: steps.seconds,
    elapsed: steps.elapsed
  };
}

/** What sizes the network takes, in a sentence; nothing where the description does not tell. */
function sizesOf(description: ModelDescription): { sizes?: string } {
  try {
    return { sizes: explainSizes(description) };
  } catch (error) {
    if (error instanceof SizeError) {
      return {};
    }
    throw error;
  }
}

const running: readonly StepName[] = ['load', 'preprocess', 'run', 'postprocess', 'compare', 'sizes'];
const afterOpen: readonly StepName[] = ['format', 'hashes', 'network', ...running];

async function descriptionText(source: FileSource, bundle: OpenBundle, signal?: AbortSignal): Promise<string> {
  const size = (await source.list(signal)).find(entry => entry.name === bundle.description)?.size ?? 0;
  const where = { by: 'zoo', severity: 'error', path: [] } as const;
  if (size > largestDescription) {
    throw new SourceError(
      'too-large',
      describe({ ...where, code: 'yaml-too-large', data: { size: formatBytes(size) } })
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      await source.read(bundle.description, signal)
    );
  } catch (error) {
    throw error instanceof TypeError
      ? new SourceError('damaged', describe({ ...where, code: 'yaml-encoding' }), { cause: error })
      : error;
  }
}

interface Surroundings {
  readonly source: FileSource;
  readonly bundle: OpenBundle;
  readonly steps: Steps;
  readonly reader: Reader;
  readonly signal?: AbortSignal;
}

interface CheckedFormat {
  readonly findings: readonly Finding[];
  readonly tensors: ReadTensors['tensors'];
  readonly network: NetworkCheck;
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

function isZooError(finding: Finding): boolean {
  return finding.by === 'zoo' && isError(finding);
}

/** The zoo's test ends before it runs anything, where it cannot read the bundle or its description breaks a rule. */
function unread(result: Reproduction): Reproduction {
  return { ...result, zoo: 'failed' };
}

function formatVerdict(description: ModelDescription, findings: readonly Finding[]): FormatVerdict {
  const invalid = findings.some(isZooError);
  return {
    verdict: invalid ? 'invalid' : 'valid',
    version: description.formatVersion,
    findings,
    complete: true
  };
}

/** The zoo's library looks for the description at the top of a zip only. */
function folderFinding({ folder, description }: OpenBundle): Finding[] {
  const data = { folder: folder.slice(0, -1), file: description.slice(folder.length) };
  return folder === '' ? [] : [{ code: 'bundle-folder', by: 'zoo', severity: 'error', path: [], data }];
}

async function runOrSkip(
  description: ModelDescription,
  { tensors, network: { outline } }: CheckedFormat,
  bundle: OpenBundle,
  { engine, loading, options, steps, limit }: Running
): Promise<Reproduced | null> {
  if (!engine) {
    steps.skip(running, 'Only the format was asked for.');
    return null;
  }
  const { signal, stop } = options;
  const limits = { ...(signal && { signal }), ...(stop && { stop }) };
  return reproduce({ description, bundle, tensors, outline, loading, engine, steps, limit, ...limits });
}

interface Running {
  readonly engine: InferenceEngine | null;
  readonly loading: Loading | null;
  readonly options: CheckOptions;
  readonly steps: Steps;
  readonly limit: TimeLimit;
}
