import type { DType, Tensor } from '../tensor/tensor';

/** A graph's input or output as the file states it; `null` is a free size. */
export interface TensorInfo {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly (number | null)[];
}

export interface EngineOptions {
  /** Threads wished for; an engine takes fewer where the page or the machine has fewer. */
  readonly threads?: number;
  /** Files in which the network keeps its weights, beside its own. It gets no others. */
  readonly external?: readonly ExternalFile[];
}

/** A file of weights under the name by which the network asks for it (the `location` of its tensors). */
export interface ExternalFile {
  readonly path: string;
  readonly data: Uint8Array;
}

/** Runs one network. Implementations: a worker with onnxruntime-web, the same library in node. */
export interface InferenceEngine {
  /** For the report: which runtime and how many threads, for instance "onnxruntime-web 1.30.0, 2 threads". */
  readonly name: string;
  /**
   * Loads an ONNX file, with the files of its weights where they are not in it.
   * Throws `EngineError`; aborting ends the work at once and rejects with the signal's reason.
   * A failed load leaves the engine usable for the next one.
   */
  load(model: Uint8Array, options?: EngineOptions, signal?: AbortSignal): Promise<Session>;
  dispose(): Promise<void>;
}

export interface Session {
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  /** Inputs and outputs by position, as every consumer of the model description binds them. */
  run(inputs: readonly Tensor[], signal?: AbortSignal): Promise<Tensor[]>;
  /** Other long work that the network's thread can do, by name; nothing where it has no thread of its own. */
  readonly tasks?: ReadonlyMap<string, Task>;
  dispose(): Promise<void>;
}

/**
 * Work on tensors that takes too long for the caller's thread. `settings` must be plain data. Rejects with an `Error` of
 * the work's own message; aborting ends the thread, and with it the session.
 */
export type Task = (tensors: readonly Tensor[], settings: unknown, signal?: AbortSignal) => Promise<Tensor[]>;

/** The network could not be loaded or run. `reason` is a sentence for a biologist; `cause` keeps the runtime's own error. */
export class EngineError extends Error {
  constructor(
    readonly step: 'start' | 'load' | 'run',
    readonly reason: string,
    options?: { cause?: unknown }
  ) {
    super(reason, options);
    this.name = 'EngineError';
  }
}

/** How the reason begins where a network asks for more memory than there is: a limit of this runtime, no fault of the network. */
export const noMemory = 'There was not enough memory';
