import type { InferenceEngine } from './engine';
import { type FrameUrls, isolatedChannel } from './isolated';
import { HostPool, type HostSource, type Opened } from './pool';

export interface WorkerEngineOptions {
  /** The bundled `web/runtime.worker.ts`, an ES module of this page's origin. */
  readonly workerUrl: string;
  /** onnxruntime-web's `ort-wasm-simd-threaded.wasm` and `.mjs`. */
  readonly wasmUrl: string;
  readonly mjsUrl: string;
  /** With these, two threads where the browser allows it; without, or where it does not, one. */
  readonly frame?: FrameUrls;
  /** Default: two, or one on a machine of one core. */
  readonly threads?: number;
}

/** How long an isolated worker may take to fetch and start the runtime (14 MB, perhaps through a slow hub), in ms. */
const ISOLATED_START = 20_000;

/**
 * onnxruntime-web in module workers of this page. The first worker starts at once, so that the runtime is warm when a
 * network comes; what goes wrong there is told by `load` as `EngineError`.
 */
export async function createWorkerEngine(options: WorkerEngineOptions): Promise<InferenceEngine> {
  const absolute = (url: string): string => new URL(url, location.href).href;
  const frame = options.frame && {
    swUrl: absolute(options.frame.swUrl),
    frameUrl: absolute(options.frame.frameUrl)
  };
  const pool = new HostPool({
    wasm: { mjs: absolute(options.mjsUrl), wasm: absolute(options.wasmUrl) },
    threads: options.threads ?? Math.min(2, navigator.hardwareConcurrency || 1),
    open: opener(absolute(options.workerUrl), frame)
  });
  pool.warm();
  return pool;
}

/** The isolated road first; what failed there once is not tried again, and nobody is bothered with it. */
function opener(workerUrl: string, frame: FrameUrls | undefined): HostSource['open'] {
  let road = frame;
  const giveUp = (): void => {
    road = undefined;
  };
  return async threads => {
    if (self.crossOriginIsolated) {
      return { ...plainChannel(workerUrl), threads };
    }
    if (road && threads > 1) {
      try {
        const channel = await isolatedChannel(workerUrl, road);
        return { ...channel, threads, fallback: { within: ISOLATED_START, giveUp } };
      } catch {
        giveUp();
      }
    }
    return { ...plainChannel(workerUrl), threads: 1 };
  };
}

function plainChannel(workerUrl: string): Omit<Opened, 'threads'> {
  const worker = moduleWorker(workerUrl);
  const { port1, port2 } = new MessageChannel();
  const died = new Promise<never>((_, reject) => {
    worker.onerror = event => reject(new Error(event.message || 'its script could not be loaded'));
  });
  worker.postMessage(port2, [port2]);
  const end = (): void => {
    port1.close();
    worker.terminate();
  };
  return { port: port1, died, end };
}

/** A bundler that sees `new Worker(new URL(...))` makes a classic worker of it with code of its own; so it must not see it. */
function moduleWorker(url: string): Worker {
  return new Worker(url, { type: 'module' });
}
