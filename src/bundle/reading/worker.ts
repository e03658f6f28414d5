import { browserThread } from '../../thread/browser';
import { Caller } from '../../thread/caller';
import type { Reader } from './reader';
import type { ReadingWorks } from './works';

/** Reads bundles in a worker of this page (`workerUrl`: the bundled `web/reading.worker.ts`), which starts at the first one. */
export function workerReader(workerUrl: string): Reader {
  const caller = new Caller<ReadingWorks>(() => browserThread(workerUrl));
  // Loaded when first needed: it brings along what reads where there is no worker to be had.
  const reader = async (): Promise<Reader> => (await import('./threaded')).threadedReader(caller);
  return {
    description: async (text, signal) => (await reader()).description(text, signal),
    network: async (bytes, signal) => (await reader()).network(bytes, signal)
  };
}
