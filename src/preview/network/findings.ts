import type { GraphFacts } from '../../onnx/facts';
import type { OnnxModel } from '../../onnx/model';
import type { Finding } from '../../spec/finding';
import type { ModelDescription, WeightsEntry } from '../../spec/model';
import { originalPath } from '../../spec/v04/paths';
import { isOld } from '../../spec/rules/places';
import type { OpenBundle } from '../../bundle/open';
import { isRemote } from '../../bundle/remote';
import { plainReader } from '../../bundle/reading/reader';
import type { Reader } from '../../bundle/reading/reader';
import { extentFindings } from './extents';
import { fileFindings, ours } from './file';
import { pairsOf, tensorFindings } from './tensors';

export interface NetworkCheck {
  readonly findings: readonly Finding[];
  /** What the ONNX file says of itself; `null` where there is none that can be read. */
  readonly facts: GraphFacts | null;
  /** The network without its weights, for what is to be foreseen of its sizes; `null` likewise. */
  readonly outline: OnnxModel | null;
}

/** Holds the ONNX file against its description: opset, names, counts, element types, ranks and sizes. */
export async function checkNetwork(
  description: ModelDescription,
  bundle: OpenBundle,
  signal?: AbortSignal,
  reader: Reader = plainReader
): Promise<NetworkCheck> {
  const weights = description.weights.find(entry => isHere(entry, bundle));
  const bytes = weights && (await readOrNothing(weights, bundle, signal));
  if (!weights || !bytes) {
    return { findings: [], facts: null, outline: null };
  }
  const read = await reader.network(bytes, signal);
  if (!read) {
    const path = ['weights', weights.format, 'source'];
    return { findings: [ours('network-unreadable', path, { file: weights.source })], facts: null, outline: null };
  }
  const { facts, outline } = read;
  const tensors = [...tensorFindings(description, facts), ...extentFindings(description, pairsOf(description, facts))];
  return {
    findings: [...fileFindings(weights, facts), ...tensors.map(finding => inPlace(finding, description))],
    facts,
    outline
  };
}

/** In the words of the file itself where that is of format 0.4. */
function inPlace(finding: Finding, description: ModelDescription): Finding {
  return isOld(description) ? { ...finding, path: originalPath(finding.path) } : finding;
}

function isHere({ format, source }: WeightsEntry, bundle: OpenBundle): boolean {
  return format === 'onnx' && !isRemote(source) && bundle.size(source) !== undefined;
}

/** A file that cannot be read is told of where its hash is taken. */
async function readOrNothing(
  { source }: WeightsEntry,
  bundle: OpenBundle,
  signal?: AbortSignal
): Promise<Uint8Array | undefined> {
  try {
    return await bundle.read(source, signal);
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}
