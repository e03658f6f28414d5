import type { WorkerEngineOptions } from '../../runtime/worker';

const at = (path: string): string => new URL(path, document.baseURI).href;

/** The workers and the WebAssembly, beside the page (see build/page.mjs). */
export const pageAssets: WorkerEngineOptions = {
  workerUrl: at('runtime.worker.js'),
  wasmUrl: at('ort-wasm-simd-threaded.wasm'),
  mjsUrl: at('ort-wasm-simd-threaded.mjs'),
  frame: { swUrl: at('isolated/service.worker.js'), frameUrl: at('isolated/frame.js') }
};

export const convertWorkerUrl = `${at('convert.worker.js')}?hdf5=${encodeURIComponent(at('hdf5.mjs'))}`;

export const readingWorkerUrl = at('reading.worker.js');

/** Browsers start no worker for a page that is opened as a file: then only the description can be checked. */
export const openedAsFile = location.protocol === 'file:';
