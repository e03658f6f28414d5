import type { WorkerEngineOptions } from '../runtime/worker';

/**
 * Where the workers and the WebAssembly lie once the extension is built. Each is written as `new URL('…', import.meta.url)`
 * because the builder looks for exactly that: it copies the file and puts the address below the server's base URL in its place.
 */
export const runtimeAssets: WorkerEngineOptions = {
  workerUrl: new URL('../web/runtime.worker.js', import.meta.url).href,
  wasmUrl: new URL('onnxruntime-web/ort-wasm-simd-threaded.wasm', import.meta.url).href,
  mjsUrl: new URL('onnxruntime-web/ort-wasm-simd-threaded.mjs', import.meta.url).href,
  frame: {
    swUrl: new URL('../web/service.worker.js', import.meta.url).href,
    frameUrl: new URL('../web/frame.js', import.meta.url).href
  }
};

const hdf5Url = new URL('../web/hdf5.mjs', import.meta.url).href;

/** The conversion worker; it is told in its address where its HDF5 library lies, since that has a hash in its name. */
export const convertWorkerUrl = `${new URL('../web/convert.worker.js', import.meta.url).href}?hdf5=${encodeURIComponent(hdf5Url)}`;

/** The worker that reads what bundles hold. */
export const readingWorkerUrl = new URL('../web/reading.worker.js', import.meta.url).href;
