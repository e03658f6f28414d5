import type { InferenceEngine } from '../../runtime/engine';
import { isFields } from '../../spec/cursor';
import type { Finding } from '../../spec/finding';
import { addFixes } from '../../spec/fixes/fixes';
import type { ModelDescription } from '../../spec/model';
import { withPlaces } from '../../spec/place/words';
import { valueAt } from '../../spec/schema/complaint';
import { SizeError } from '../../spec/sizes/error';
import { explainSizes } from '../../spec/sizes/explain';
import type { OpenBundle } from '../../bundle/open';
import { withAltered } from '../diagnosis/altered';
import type { ReadTensors } from '../format/files';
import type { NetworkCheck } from '../network/findings';
import { readinessOf } from '../readiness/readiness';
import type { FormatVerdict, Report, Reproduction } from './report';
import type { Reproduced } from '../reproduce/input';
import type { FileSource } from '../../bundle/source';
import type { Steps } from './steps';
import { verdictOf, zooSays } from './verdict';

/** What the description, the files and the test tensors gave. */
export interface CheckedFormat {
  readonly findings: readonly Finding[];
  readonly tensors: ReadTensors['tensors'];
  readonly network: NetworkCheck;
}

/** All that is known of a bundle beside what running it gave. */
interface Known {
  readonly source: FileSource;
  readonly description: ModelDescription;
  readonly bundle: OpenBundle;
  readonly checked: CheckedFormat;
  readonly engine: InferenceEngine | null;
  readonly steps: Steps;
}

/** The report; `reproduced` is null where only the format was asked for. */
export function assembleReport(known: Known, reproduced: Reproduced | null): Report {
  const { source, description, bundle, checked, engine, steps } = known;
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
    agreement: reproduced?.agreement ?? [],
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

function isZooError(finding: Finding): boolean {
  return finding.by === 'zoo' && finding.severity === 'error';
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
