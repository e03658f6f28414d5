import { EngineError, type InferenceEngine } from '../../runtime/engine';
import { createWorkerEngine } from '../../runtime/worker';
import { openedAsFile, pageAssets } from './assets';

let shared: Promise<InferenceEngine> | null = null;

/** One engine for the page; a page that was opened as a file has none and says so. */
export function pageEngine(): Promise<InferenceEngine> {
  shared ??= openedAsFile ? Promise.resolve(noEngine) : createWorkerEngine(pageAssets);
  return shared;
}

const noEngine: InferenceEngine = {
  name: 'none',
  load: () =>
    Promise.reject(new EngineError('start', 'browsers run no network in a page that was opened as a file: serve it')),
  dispose: () => Promise.resolve()
};
