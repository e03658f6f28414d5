import type { InferenceEngine, Session } from '../../runtime/engine';
import type { ModelDescription, WeightsEntry } from '../../spec/model';
import type { OpenBundle } from '../../bundle/open';
import { formatBytes } from '../../bundle/bytes';
import { externalOf, sizeOf, whyNotHere } from '../../bundle/weights';
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

/** Ends the session, whether it was used or not. */
export async function release(loading: Loading | null): Promise<void> {
  await loading?.session.then(
    session => session.dispose(),
    () => undefined
  );
}
