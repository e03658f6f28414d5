import { SourceError } from '../../bundle/source';
import { EngineError, type EngineOptions, type InferenceEngine, type Session } from '../../runtime/engine';
import { createWorkerEngine } from '../../runtime/worker';
import { type AssetName, fetchAsset } from './assets';
import type { Kernel } from './kernel';

/** One for all reports in the page, once its files have arrived. */
let arrived: InferenceEngine | undefined;

/**
 * The runtime from the kernel's own package: its files become addresses of this page, since a cell's output may have
 * no server to ask. `onBlocked` is told why where the page lets nothing run.
 */
export class CellEngine implements InferenceEngine {
  private starting: Promise<InferenceEngine> | undefined;

  constructor(
    private readonly kernel: Kernel,
    private readonly onBlocked: (reason: string) => void
  ) {}

  get name(): string {
    return arrived?.name ?? 'onnxruntime-web';
  }

  async load(model: Uint8Array, options?: EngineOptions, signal?: AbortSignal): Promise<Session> {
    try {
      const engine = await this.started(signal);
      return await engine.load(model, options, signal);
    } catch (error) {
      if (error instanceof EngineError && error.step === 'start') {
        this.onBlocked(error.reason);
      }
      throw error;
    }
  }

  /** Finds out whether the page runs networks at all; rejects with `EngineError` (`start`) where it does not. */
  async start(signal?: AbortSignal): Promise<void> {
    try {
      // Only a worker that has started can say that this is no network.
      const session = await this.load(new Uint8Array(), {}, signal);
      await session.dispose();
    } catch (error) {
      if (!(error instanceof EngineError) || error.step === 'start') {
        throw error;
      }
    }
  }

  /** The engine itself stays for the page's other reports. */
  dispose(): Promise<void> {
    return Promise.resolve();
  }

  private started(signal?: AbortSignal): Promise<InferenceEngine> {
    if (arrived) {
      return Promise.resolve(arrived);
    }
    const starting = (this.starting ??= start(this.kernel, signal).catch(asEngineError));
    starting.catch(() => (this.starting = undefined));
    return starting;
  }
}

/** What the kernel could not send is no fault of the bundle. */
function asEngineError(error: unknown): never {
  throw error instanceof SourceError ? new EngineError('start', error.message, { cause: error }) : error;
}

async function start(kernel: Kernel, signal?: AbortSignal): Promise<InferenceEngine> {
  if (typeof WebAssembly === 'undefined' || typeof Worker === 'undefined') {
    throw new EngineError('start', 'This page has no WebAssembly or no workers, which run the network.');
  }
  const script = 'text/javascript';
  const address = async (name: AssetName, type: string): Promise<string> =>
    URL.createObjectURL(await fetchAsset(kernel, name, type, signal));
  const workerUrl = await address('runtime.worker.js', script);
  const mjsUrl = await address('ort-wasm-simd-threaded.mjs', script);
  const wasmUrl = await address('ort-wasm-simd-threaded.wasm', 'application/wasm');
  // The addresses stay: every worker that is started later needs them.
  arrived ??= await createWorkerEngine({ workerUrl, mjsUrl, wasmUrl, threads: 1 });
  return arrived;
}
