import type { Tensor } from '../tensor/tensor';
import type { ExternalFile } from './engine';

/** Where the two files of onnxruntime-web's WebAssembly build lie; both as URLs that the host can load. */
export interface WasmFiles {
  readonly mjs: string;
  readonly wasm: string;
}

/** A graph's input or output as onnxruntime-web states it; a free size is a name, an empty text or -1. */
export interface RawInfo {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

/** What a host can be asked over its port. Every call is answered by exactly one reply of the same id. */
export interface Calls {
  /** The first call: starts the runtime. `threads` of the result are those it really has, `tasks` the other work it can do. */
  start: {
    params: { wasm: WasmFiles; threads: number };
    result: { version: string; threads: number; tasks: string[] };
  };
  load: {
    params: { model: Uint8Array; external: readonly ExternalFile[] };
    result: { session: number; inputs: RawInfo[]; outputs: RawInfo[] };
  };
  run: { params: { session: number; inputs: readonly Tensor[] }; result: Tensor[] };
  work: { params: { task: string; tensors: readonly Tensor[]; settings: unknown }; result: Tensor[] };
  release: { params: { session: number }; result: undefined };
}

export type CallName = keyof Calls;

export type Request = { [K in CallName]: { id: number; call: K; params: Calls[K]['params'] } }[CallName];

/** An error as it crosses the port; what it means is worked out on the caller's side. */
export interface Fault {
  readonly name: string;
  readonly message: string;
}

export type Reply = { id: number; result: Calls[CallName]['result'] } | { id: number; fault: Fault };

/** What the page sends to a frame; the port for the worker travels along. A worker gets the port alone. */
export interface Invitation {
  readonly zooport: 'runtime';
  readonly workerUrl: string;
}

/** What a frame tells the page. */
export type FrameNews = { zooport: 'frame'; state: 'ready'; isolated: boolean } | { zooport: 'frame'; state: 'failed' };

/** A running host: the port to it, a promise that rejects if it dies by itself, and the way to end it at once. */
export interface Channel {
  readonly port: MessagePort;
  readonly died: Promise<never>;
  end(): void;
  /** For as long as a call takes: tells where more memory is taken than a network may have. Gives the way to stop. */
  watch?(tooMuch: () => void): () => void;
}
