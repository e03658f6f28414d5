import type { OpenBundle } from '../../bundle/open';
import type { WeightsEntry } from '../../spec/model';
import type { Tensor } from '../../tensor/tensor';

/** Runs weights that onnxruntime cannot: in the framework that they are of, wherever that is. */
export interface WeightsRunner {
  /**
   * Runs one set of weights; rejects with `WeightsError`, or with the signal's reason. Nothing of the bundle is executed
   * that was not allowed.
   */
  run(weights: WeightsEntry, work: WeightsWork, signal?: AbortSignal): Promise<WeightsOutputs>;
}

export interface WeightsWork {
  readonly bundle: OpenBundle;
  /** The test inputs as the network takes them, by position. */
  readonly inputs: readonly Tensor[];
  /** Ids of the description, by position. */
  readonly inputIds: readonly string[];
  readonly outputIds: readonly string[];
  /** How long it may take. */
  readonly seconds: number;
}

export interface WeightsOutputs {
  /** What the network gave, before postprocessing, by position. */
  readonly tensors: readonly Tensor[];
  /** For instance “Keras 3.15.1 with TensorFlow 2.21.0, /usr/bin/python3”. */
  readonly engine: string;
}

/** Weights that did not run. `message` completes “not run: …”, for a biologist. */
export class WeightsError extends Error {
  constructor(
    /**
     * `elsewhere`: this runner cannot, another may. `code`: only with code of the bundle. `not run`: no fault of the weights.
     * `failed`: they are at fault.
     */
    readonly kind: 'elsewhere' | 'code' | 'not run' | 'failed',
    message: string,
    options?: { cause?: unknown }
  ) {
    super(message, options);
    this.name = 'WeightsError';
  }
}
