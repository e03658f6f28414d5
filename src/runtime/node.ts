import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker, type MessagePort as NodePort } from 'node:worker_threads';
import { EngineError, type InferenceEngine } from './engine';
import { HostPool } from './pool';
import type { Channel, WasmFiles } from './protocol';

const MOST_MEMORY = 4 * 2 ** 30;
/** How often the memory is looked at, in milliseconds. */
const GLANCE = 100;

interface NodeEngineOptions {
  /** Default: the machine's cores, four at most. */
  readonly threads?: number;
  /**
   * Folder with onnxruntime-web's `ort-wasm-simd-threaded.mjs` and `.wasm` (a hash in their names is fine).
   * Default: the environment's ZOOPORT_WASM, else the installed package.
   */
  readonly wasmDirectory?: string;
  /**
   * The bundled `thread.ts`. Default: `thread.mjs` beside this file (the built command line). With `null`, or where it is
   * absent (run from source), the network runs in the caller's own thread: an abort is then noticed only between steps.
   */
  readonly thread?: URL | null;
  /** What a network may take while it is loaded or run, in bytes. Default: 4 GB, as in a browser. */
  readonly mostMemory?: number;
}

/**
 * onnxruntime-web in node: the same build and the same session code as in the browser's worker.
 * `dispose()` ends its threads, so that the process can exit.
 * Throws `EngineError` ("start") where the runtime's files are not found.
 */
export async function createNodeEngine(options: NodeEngineOptions = {}): Promise<InferenceEngine> {
  const beside = new URL('./thread.mjs', import.meta.url);
  const thread = options.thread === undefined && existsSync(beside) ? beside : (options.thread ?? null);
  const watch = (tooMuch: () => void) => watchMemory(options.mostMemory ?? MOST_MEMORY, tooMuch);
  const open = thread ? (): Channel => threadChannel(thread, watch) : await ownThread();
  const pool = new HostPool({
    wasm: findWasm(options.wasmDirectory),
    threads: options.threads ?? Math.min(availableParallelism(), 4),
    open: async threads => ({ ...open(), threads })
  });
  pool.warm();
  return pool;
}

function threadChannel(thread: URL, watch: Channel['watch']): Channel {
  const worker = new Worker(thread);
  const { port1, port2 } = new MessageChannel();
  const died = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', code => reject(new Error(`exit code ${code}`)));
  });
  // Node's own type of a port; the object is the same as the Web's.
  worker.postMessage(port2, [port2 as unknown as NodePort]);
  const end = (): void => {
    port1.close();
    void worker.terminate();
  };
  return { port: port1, died, end, watch };
}

/**
 * WebAssembly itself has 4 GB at most, but what a network gives is copied out of it. Looked at from this thread, since the
 * other one is busy.
 */
function watchMemory(bytes: number, tooMuch: () => void): () => void {
  const most = process.memoryUsage.rss() + bytes;
  const timer = setInterval(() => {
    if (process.memoryUsage.rss() > most) {
      tooMuch();
    }
  }, GLANCE);
  timer.unref();
  return () => clearInterval(timer);
}

async function ownThread(): Promise<() => Channel> {
  const [ort, { serve }] = await Promise.all([import('onnxruntime-web'), import('./host')]);
  return () => {
    const { port1, port2 } = new MessageChannel();
    const release = serve(port2, ort);
    const end = (): void => {
      port1.close();
      release();
    };
    return { port: port1, died: new Promise<never>(() => undefined), end };
  };
}

function findWasm(directory = process.env.ZOOPORT_WASM): WasmFiles {
  const folder = directory || packageFolder();
  const names = folder && existsSync(folder) ? readdirSync(folder) : [];
  const find = (kind: string): string | undefined =>
    names.find(name => new RegExp(`^ort-wasm-simd-threaded(\\.[0-9a-f]+)?\\.${kind}$`).test(name));
  const [mjs, wasm] = [find('mjs'), find('wasm')];
  if (!folder || !mjs || !wasm) {
    const where = folder ? ` in ${folder}` : '';
    throw new EngineError('start', `The runtime's WebAssembly file was not found${where}. Install zooport again.`);
  }
  return { mjs: pathToFileURL(join(folder, mjs)).href, wasm: pathToFileURL(join(folder, wasm)).href };
}

function packageFolder(): string | undefined {
  try {
    return dirname(createRequire(fileURLToPath(import.meta.url)).resolve('onnxruntime-web/wasm'));
  } catch {
    return undefined;
  }
}
