import type { WeightsEntry } from '../spec/model';
import type { OpenBundle } from './open';
import { isRemote } from './remote';

/** A file of weights under the name by which the network asks for it. */
interface SecondFile {
  readonly path: string;
  readonly data: Uint8Array;
}

/** All bytes of the weights; nothing where the file is not there. */
export function sizeOf({ source, externalData }: WeightsEntry, bundle: OpenBundle): number | undefined {
  const size = bundle.size(source);
  return size === undefined ? undefined : size + ((externalData && bundle.size(externalData.source)) ?? 0);
}

/**
 * The second file of the weights that the description names (“external_data”), for the engine. The zoo's library lays it
 * beside the network, whatever the folders of the two, so the network finds it by its last name, and finds no other file.
 */
export async function externalOf(
  { externalData }: WeightsEntry,
  bundle: OpenBundle,
  signal?: AbortSignal
): Promise<{ readonly external?: readonly SecondFile[] }> {
  if (!externalData) {
    return {};
  }
  const data = await bundle.read(externalData.source, signal);
  return { external: [{ path: lastName(externalData.source), data }] };
}

/** Of a path: the file's name without its folders. */
export function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Why these weights cannot be loaded here, in a sentence; nothing where it can be tried. */
export function whyNotHere(weights: WeightsEntry, bundle: OpenBundle): string | undefined {
  if (weights.format !== 'onnx') {
    return `${weights.format} weights are not run here: only ONNX weights are`;
  }
  return whyNotThere(weights, bundle);
}

/** Why the files of these weights cannot be read, in a sentence; nothing where they are there. */
export function whyNotThere(weights: WeightsEntry, bundle: OpenBundle): string | undefined {
  if (isRemote(weights.source)) {
    return 'the weights are not in the bundle but on the web, and were not downloaded';
  }
  if (bundle.size(weights.source) === undefined) {
    return `the weights file “${weights.source}” is not in the bundle`;
  }
  const second = weights.externalData?.source;
  if (second === undefined || bundle.size(second) !== undefined) {
    return undefined;
  }
  return isRemote(second)
    ? `the network keeps its weights in a second file, “${second}”, which is on the web and was not downloaded`
    : `the network keeps its weights in a second file, “${second}”, which is not in the bundle`;
}
