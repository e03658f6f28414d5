import type { EngineOptions, InferenceEngine, Session } from '../../runtime/engine';
import type { ModelDescription, WeightsEntry } from '../../spec/model';
import type { OpenBundle } from '../../bundle/open';
import { isRemote } from '../format/files';
import { formatBytes } from '../../bundle/bytes';
import type { Steps } from '../report/steps';

/** A network that loads while the rest of the bundle is looked at: that takes about as long, on other cores. */
export interface Loading {
  readonly weights: WeightsEntry;
  /** Rejects as `InferenceEngine.load` does. */
  readonly session: Promise<Session>;
}

interface LoadOptions {
  readonly engine: InferenceEngine;
  readonly steps: Steps;
  readonly threads?: number;
  readonly signal?: AbortSignal;
}

/** Begins to load the weights that can run here; nothing where there are none. Let go of it with `release`. */
export function startLoading(
  description: ModelDescription,
  bundle: OpenBundle,
  { engine, steps, threads, signal }: LoadOptions
): Loading | null {
  const weights = description.weights.find(entry => !whyNotHere(entry, bundle));
  if (!weights) {
    return null;
  }
  const detail = `${weights.source}, ${formatBytes(sizeOf(weights, bundle) ?? 0)}`;
  const load = async (): Promise<Session> => {
    const options = { ...(threads !== undefined && { threads }), ...(await externalOf(weights, bundle, signal)) };
    return engine.load(await bundle.read(weights.source, signal), options, signal);
  };
  const session = steps.run('load', load, { detail });
  // Whoever waits for it is told of a failure; until then, and where nobody does, it is no unhandled one.
  session.catch(() => undefined);
  return { weights, session };
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
): Promise<Pick<EngineOptions, 'external'>> {
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

/** Ends the session, whether it was used or not. */
export async function release(loading: Loading | null): Promise<void> {
  await loading?.session.then(
    session => session.dispose(),
    () => undefined
  );
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
