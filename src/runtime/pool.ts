import type { Tensor } from '../tensor/tensor';
import {
  EngineError,
  type EngineOptions,
  type InferenceEngine,
  type Session,
  type Task,
  type TensorInfo
} from './engine';
import { checkInputs, ownCopy, tensorInfo } from './inputs';
import type { Calls, Channel, WasmFiles } from './protocol';
import { explain, isBroken } from './reasons';
import { HostError, Remote } from './remote';

/** A host that was just opened, its runtime not yet started. */
export interface Opened extends Channel {
  readonly threads: number;
  /** Where another road is left if this host does not start `within` so many ms: `giveUp`, then open again. */
  readonly fallback?: { readonly within: number; giveUp(): void };
}

/** How a pool comes by its hosts: the browser's workers, node's threads. */
export interface HostSource {
  readonly wasm: WasmFiles;
  /** Threads where a load does not ask for another number. */
  readonly threads: number;
  /** A new host that can have `threads` threads, or fewer. */
  open(threads: number): Promise<Opened>;
}

/** A host whose runtime is up. */
interface Runtime {
  readonly remote: Remote;
  readonly wished: number;
  /** Names of the work that it can do beside networks. */
  readonly tasks: readonly string[];
}

/** 32-bit WebAssembly fails above this with misleading messages; the file is held twice while it is loaded. */
const LARGEST_MODEL = 1.5 * 2 ** 30;

/**
 * The engine over any source of hosts. Each session has a host of its own, so that ending one (an abort, no memory left)
 * harms no other; one host that has become idle is kept warm for the next load.
 */
export class HostPool implements InferenceEngine {
  name = 'onnxruntime-web';
  private idle: Promise<Runtime> | null = null;
  private readonly live = new Set<Remote>();
  private disposed = false;

  constructor(private readonly source: HostSource) {}

  /** Starts a host ahead of need; a failure shows at the next load. */
  warm(): void {
    this.idle ??= this.start(this.source.threads);
    this.idle.catch(() => undefined);
  }

  async load(model: Uint8Array, options: EngineOptions = {}, signal?: AbortSignal): Promise<Session> {
    signal?.throwIfAborted();
    const external = options.external ?? [];
    const bytes = external.reduce((sum, { data }) => sum + data.byteLength, model.byteLength);
    if (bytes > LARGEST_MODEL) {
      const size = (bytes / 2 ** 30).toFixed(1);
      throw new EngineError('load', `The network is too large to be run here: ${size} GB, at most 1.5 GB fit.`);
    }
    const runtime = await orAbort(this.take(options.threads ?? this.source.threads), signal, late =>
      this.giveBack(late)
    );
    try {
      // Not slice(): of a Buffer that is a view, and giving it away would take the caller's bytes along.
      const own = new Uint8Array(model);
      const beside = external.map(({ path, data }) => ({ path, data: new Uint8Array(data) }));
      const buffers = [own.buffer, ...beside.map(({ data }) => data.buffer)];
      const raw = await runtime.remote.call('load', { model: own, external: beside }, buffers, signal);
      return await describe(raw, runtime, () => this.giveBack(runtime));
    } catch (error) {
      this.giveBack(runtime, error);
      throw explain('load', error);
    }
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    for (const remote of [...this.live]) {
      this.end(remote);
    }
    await this.idle?.catch(() => undefined);
    this.idle = null;
  }

  private async take(threads: number): Promise<Runtime> {
    if (this.disposed) {
      throw new EngineError('load', 'The engine was closed.');
    }
    const idle = this.idle;
    this.idle = null;
    if (!idle) {
      return this.start(threads);
    }
    const runtime = await idle;
    if (runtime.wished === threads && !runtime.remote.ended) {
      return runtime;
    }
    this.end(runtime.remote);
    return this.start(threads);
  }

  private async start(wished: number): Promise<Runtime> {
    const opened = await this.source.open(wished);
    try {
      return await this.startHost(opened, wished);
    } catch (error) {
      if (this.disposed || !opened.fallback) {
        throw explain('start', error);
      }
      opened.fallback.giveUp();
      return this.start(wished);
    }
  }

  private async startHost(opened: Opened, wished: number): Promise<Runtime> {
    const remote = new Remote(opened);
    this.live.add(remote);
    if (this.disposed) {
      this.end(remote);
    }
    const limit = opened.fallback && AbortSignal.timeout(opened.fallback.within);
    try {
      const setup = { wasm: this.source.wasm, threads: opened.threads };
      const { version, threads, tasks } = await remote.call('start', setup, [], limit);
      this.name = `onnxruntime-web ${version}, ${threads} thread${threads === 1 ? '' : 's'}`;
      return { remote, wished, tasks };
    } catch (error) {
      this.end(remote);
      throw error;
    }
  }

  /** Keeps the host for the next load where it is sound and none is kept yet; else ends it. */
  private giveBack(runtime: Runtime, error?: unknown): void {
    const broken = error instanceof HostError && isBroken(error.fault);
    if (broken || this.disposed || this.idle || runtime.remote.ended) {
      this.end(runtime.remote);
    } else {
      this.idle = Promise.resolve(runtime);
    }
  }

  private end(remote: Remote): void {
    remote.end();
    this.live.delete(remote);
  }
}

/** Throws `EngineError` where the graph's inputs or outputs are nothing a tensor can hold; the host is then free again. */
async function describe(raw: Calls['load']['result'], runtime: Runtime, giveBack: () => void): Promise<Session> {
  try {
    const inputs = raw.inputs.map(info => tensorInfo(info, 'input'));
    const outputs = raw.outputs.map(info => tensorInfo(info, 'output'));
    return new HostSession(runtime, raw.session, inputs, outputs, giveBack);
  } catch (error) {
    await runtime.remote.call('release', { session: raw.session });
    throw error;
  }
}

class HostSession implements Session {
  readonly tasks: ReadonlyMap<string, Task>;
  private disposed = false;
  private readonly remote: Remote;

  constructor(
    { remote, tasks }: Runtime,
    private readonly id: number,
    readonly inputs: readonly TensorInfo[],
    readonly outputs: readonly TensorInfo[],
    private readonly giveBack: () => void
  ) {
    this.remote = remote;
    this.tasks = new Map(
      tasks.map(task => [task, (tensors, settings, signal) => this.work(task, tensors, settings, signal)])
    );
  }

  async run(inputs: readonly Tensor[], signal?: AbortSignal): Promise<Tensor[]> {
    signal?.throwIfAborted();
    checkInputs(this.inputs, inputs);
    const { own, buffers } = copies(inputs);
    try {
      return await this.remote.call('run', { session: this.id, inputs: own }, buffers, signal);
    } catch (error) {
      this.endIfBroken(error);
      throw explain('run', error);
    }
  }

  private async work(
    task: string,
    tensors: readonly Tensor[],
    settings: unknown,
    signal?: AbortSignal
  ): Promise<Tensor[]> {
    const { own, buffers } = copies(tensors);
    try {
      return await this.remote.call('work', { task, tensors: own, settings }, buffers, signal);
    } catch (error) {
      this.endIfBroken(error);
      throw error instanceof HostError && !isBroken(error.fault) && !this.remote.ended
        ? new Error(error.fault.message, { cause: error })
        : explain('run', error);
    }
  }

  private endIfBroken(error: unknown): void {
    if (error instanceof HostError && isBroken(error.fault)) {
      this.remote.end();
    }
  }

  async dispose(): Promise<void> {
    if (this.disposed) {
      return;
    }
    this.disposed = true;
    await this.remote.call('release', { session: this.id }).catch(() => undefined);
    this.giveBack();
  }
}

/** The promise's value, or the signal's reason as soon as it aborts; a value that comes too late goes to `late`. */
async function orAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined, late: (value: T) => void): Promise<T> {
  if (!signal) {
    return promise;
  }
  let stopListening = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    const onAbort = (): void => {
      promise.then(late, () => undefined);
      reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    stopListening = () => {
      signal.removeEventListener('abort', onAbort);
    };
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    stopListening();
  }
}

/** Given away, while the caller keeps theirs. */
function copies(tensors: readonly Tensor[]): { readonly own: Tensor[]; readonly buffers: ArrayBuffer[] } {
  const own = tensors.map(ownCopy);
  return { own, buffers: own.map(({ data }) => data.buffer as ArrayBuffer) };
}
