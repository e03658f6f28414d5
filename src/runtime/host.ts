import type * as OrtModule from 'onnxruntime-web/wasm';
import type { DType, Tensor } from '../tensor/tensor';
import { probeModel } from './probe';
import type { Calls, Fault, RawInfo, Reply, Request } from './protocol';

/** onnxruntime-web as a module: its `wasm` entry in a browser, its main entry in node. */
type Ort = typeof OrtModule;

/** Work beside networks, by name. The runtime knows none of it; the worker's entry brings it along. */
type HostTasks = Readonly<Record<string, (tensors: readonly Tensor[], settings: unknown) => Tensor[]>>;

const options: OrtModule.InferenceSession.SessionOptions = { executionProviders: ['wasm'], logSeverityLevel: 4 };

/**
 * One piece of work after the other: onnxruntime-web cannot create and run at once ("Session already started").
 * The chain itself never rejects, or one failed network would block all that come after it.
 */
let chain: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = chain.then(work);
  chain = result.catch(() => undefined);
  return result;
}

/**
 * Serves the calls of `protocol.ts` on a port: the half of the engine that sits beside the WebAssembly.
 * The same code runs in the browser's worker, in node's thread, and, where there is neither, in the caller's own thread.
 * Returns a function that lets go of all sessions (where the thread itself outlives the port).
 */
export function serve(port: MessagePort, ort: Ort, tasks: HostTasks = {}): () => void {
  const host = new Host(ort, tasks);
  port.onmessage = async (event: MessageEvent<Request>) => {
    const request = event.data;
    try {
      const result = await inTurn(() => host.answer(request));
      answer(port, { id: request.id, result });
    } catch (error) {
      answer(port, { id: request.id, fault: asFault(error) });
    }
  };
  return () => {
    port.close();
    void inTurn(() => host.clear());
  };
}

function answer(port: MessagePort, reply: Reply): void {
  const tensors = 'result' in reply && Array.isArray(reply.result) ? reply.result : [];
  port.postMessage(reply, [...new Set(tensors.map(({ data }) => data.buffer))]);
}

function asFault(error: unknown): Fault {
  // A WebAssembly exception that nobody caught arrives as a bare number (an address in its memory).
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: typeof error === 'number' ? 'WebAssembly' : 'Error', message: String(error) };
}

class Host {
  private readonly sessions = new Map<number, OrtModule.InferenceSession>();
  private last = 0;

  constructor(
    private readonly ort: Ort,
    private readonly tasks: HostTasks
  ) {}

  async answer(request: Request): Promise<Calls[keyof Calls]['result']> {
    switch (request.call) {
      case 'start':
        return this.start(request.params);
      case 'load':
        return this.load(request.params);
      case 'run':
        return this.run(request.params);
      case 'work':
        return this.work(request.params);
      case 'release':
        return this.release(request.params);
    }
  }

  private async start({ wasm, threads }: Calls['start']['params']): Promise<Calls['start']['result']> {
    const { env, InferenceSession } = this.ort;
    env.logLevel = 'fatal';
    env.wasm.wasmPaths = { mjs: wasm.mjs, wasm: wasm.wasm };
    env.wasm.numThreads = typeof SharedArrayBuffer === 'undefined' ? 1 : threads;
    const probe = await InferenceSession.create(probeModel(), options);
    await probe.release();
    return { version: env.versions.web ?? '', threads: env.wasm.numThreads, tasks: Object.keys(this.tasks) };
  }

  private async load({ model, external }: Calls['load']['params']): Promise<Calls['load']['result']> {
    const session = await this.ort.InferenceSession.create(model, { ...options, externalData: external });
    this.last += 1;
    this.sessions.set(this.last, session);
    return {
      session: this.last,
      inputs: session.inputMetadata.map(rawInfo),
      outputs: session.outputMetadata.map(rawInfo)
    };
  }

  private async run({ session: id, inputs }: Calls['run']['params']): Promise<Tensor[]> {
    const session = this.sessions.get(id);
    if (!session) {
      throw new Error('There is no such session.');
    }
    const feeds = session.inputNames.map((name, i) => {
      const { dtype, data, shape } = inputs[i];
      return [name, new this.ort.Tensor(dtype, data, shape)] as const;
    });
    const results = await session.run(Object.fromEntries(feeds), { logSeverityLevel: 4 });
    return session.outputNames.map(name => {
      const { type, dims, data } = results[name];
      return { dtype: type as DType, shape: dims, data: data as Tensor['data'] };
    });
  }

  private work({ task, tensors, settings }: Calls['work']['params']): Tensor[] {
    if (!Object.hasOwn(this.tasks, task)) {
      throw new Error(`There is no task "${task}".`);
    }
    return this.tasks[task](tensors, settings);
  }

  private async release({ session: id }: Calls['release']['params']): Promise<undefined> {
    const session = this.sessions.get(id);
    this.sessions.delete(id);
    await session?.release();
    return undefined;
  }

  async clear(): Promise<void> {
    for (const session of [...this.sessions.keys()]) {
      await this.release({ session });
    }
  }
}

function rawInfo(info: OrtModule.InferenceSession.ValueMetadata): RawInfo {
  return info.isTensor
    ? { name: info.name, type: info.type, shape: info.shape }
    : { name: info.name, type: 'not a tensor', shape: [] };
}
