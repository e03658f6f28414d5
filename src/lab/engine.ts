import type { InferenceEngine } from '../runtime/engine';

let shared: Promise<InferenceEngine> | null = null;

/** One engine for the page: the panel and every report share its warm worker. */
export function pageEngine(): Promise<InferenceEngine> {
  shared ??= start();
  shared.catch(() => {
    // A runtime that did not arrive (server gone) may arrive at the next try.
    shared = null;
  });
  return shared;
}

async function start(): Promise<InferenceEngine> {
  const [{ createWorkerEngine }, { runtimeAssets }] = await Promise.all([
    import('../runtime/worker'),
    import('./assets')
  ]);
  return createWorkerEngine(runtimeAssets);
}
