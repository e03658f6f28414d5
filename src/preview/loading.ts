import type { InferenceEngine, Session } from '../runtime/engine';
import type { ModelDescription, WeightsEntry } from '../spec/model';
import type { OpenBundle } from './bundle';
import { isRemote } from './files';
import { formatBytes } from './limits';
import type { Steps } from './steps';

/** A network that loads while the rest of the bundle is looked at: that takes about as long, on other cores. */
export interface Loading {
  readonly weights: WeightsEntry;
  /** Rejects as `InferenceEngine.load` does. */
  readonly session: Promise<Session>;
}

export interface LoadOptions {
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
  const detail = `${weights.source}, ${formatBytes(bundle.size(weights.source) ?? 0)}`;
  const load = async (): Promise<Session> =>
    engine.load(await bundle.read(weights.source, signal), threads === undefined ? {} : { threads }, signal);
  const session = steps.run('load', load, { detail });
  // Whoever waits for it is told of a failure; until then, and where nobody does, it is no unhandled one.
  session.catch(() => undefined);
  return { weights, session };
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
  if (isRemote(weights.source)) {
    return 'the weights are not in the bundle but on the web, and were not downloaded';
  }
  if (bundle.size(weights.source) === undefined) {
    return `the weights file “${weights.source}” is not in the bundle`;
  }
  return weights.externalData
    ? 'the network keeps its weights in a second file, which cannot be loaded here: export it as one file'
    : undefined;
}
