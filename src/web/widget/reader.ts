import type { Reader } from '../../bundle/reading/reader';
import { workerReader } from '../../bundle/reading/worker';
import { fetchAsset } from './assets';
import type { Kernel } from './kernel';

/** One for all reports in the page, once its worker's file has arrived. */
let arrived: Reader | undefined;

/**
 * Reads bundles in a worker whose file comes from the kernel's own package, as the runtime's does: a bundle that is made to
 * be read for ever would hold up the notebook's page. A page that lets no worker start reads in its own thread.
 */
export function cellReader(kernel: Kernel): Reader {
  const started = async (signal?: AbortSignal): Promise<Reader> => {
    if (!arrived) {
      const file = await fetchAsset(kernel, 'reading.worker.js', 'text/javascript', signal);
      // The address stays: a worker that was ended is started anew.
      arrived ??= workerReader(URL.createObjectURL(file));
    }
    return arrived;
  };
  return {
    description: async (text, signal) => (await started(signal)).description(text, signal),
    network: async (bytes, signal) => (await started(signal)).network(bytes, signal)
  };
}
