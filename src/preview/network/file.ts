import type { GraphFacts } from '../../onnx/facts';
import type { Finding, Severity } from '../../spec/finding';
import type { Path } from '../../spec/path';
import type { FindingCode } from '../../spec/codes';
import type { WeightsEntry } from '../../spec/model';
import { printable } from '../../bundle/limits';
import { lastName } from '../../bundle/weights';

/** The newest that onnxruntime-web 1.30 reads; it refuses anything above. */
const newest = { opset: 26, irVersion: 13 };

/** Operator sets beside the default one that onnxruntime's own builds bring along. */
const ofRuntime = /^(ai\.onnx\.ml|com\.microsoft)\./;

/** One of our own findings. */
export function ours(code: FindingCode, path: Path, data: Finding['data'], severity: Severity = 'error'): Finding {
  return { code, by: 'zooport', severity, path, data };
}

/** What the file says of itself, whatever its inputs and outputs are. */
export function fileFindings(weights: WeightsEntry, facts: GraphFacts): Finding[] {
  const path = ['weights', weights.format];
  const about = { file: weights.source };
  return [...versionFindings(weights, facts), ...externalFindings(weights, facts), ...foreign(path, about, facts)];
}

function versionFindings({ format, source: file, opset: declared }: WeightsEntry, facts: GraphFacts): Finding[] {
  const path = ['weights', format, 'opset_version'];
  const actual = facts.opset;
  const differs = declared !== undefined && actual > 0 && declared !== actual;
  return [
    // No runtime reads the number in the description, so nothing fails by it.
    ...(differs ? [ours('weights-opset', path, { file, declared, actual }, 'warning')] : []),
    ...(actual > newest.opset ? [ours('network-opset-new', path, { file, actual, most: newest.opset })] : []),
    ...(facts.irVersion > newest.irVersion
      ? [ours('network-version-new', path, { file, actual: facts.irVersion, most: newest.irVersion })]
      : [])
  ];
}

/**
 * Python loads the second file where the description names it, and lays it beside the network (bioimageio.core,
 * onnx_backend.py): the network finds it there if it asks for it by that name, without a folder.
 */
function externalFindings({ format, source: file, externalData }: WeightsEntry, facts: GraphFacts): Finding[] {
  const path = ['weights', format, 'source'];
  if (!facts.externalData) {
    return [];
  }
  const beside = externalData && lastName(externalData.source);
  const lost = facts.externalFiles.find(name => name.replace(/^(\.\/)+/, '') !== beside);
  if (externalData && lost === undefined) {
    return [ours('network-external', path, { file, second: printable(externalData.source) }, 'warning')];
  }
  const second = printable(lost ?? '');
  return externalData && lost !== undefined && lastName(lost) === beside
    ? [ours('network-external-place', path, { file, second, found: beside })]
    : [ours('network-external-missing', path, { file, second })];
}

function foreign(path: Path, about: Finding['data'], { operators }: GraphFacts): Finding[] {
  const names = [...operators.keys()].filter(name => name.includes('.')).sort((a, b) => rank(a) - rank(b));
  return names.length > 0 ? [ours('network-foreign', path, { ...about, operators: names }, 'warning')] : [];
}

/** Those that no runtime brings along come first. */
function rank(name: string): number {
  return ofRuntime.test(name) ? 1 : 0;
}
