import type { Json } from './json';
import type { OperationCall } from './operation';
import type { TensorRef } from './tensorRef';

/** A Keras graph in one form, whichever version and class (Sequential, Functional) wrote it. */
export interface Network {
  readonly name: string;
  readonly layers: readonly LayerSpec[];
  readonly inputs: readonly TensorRef[];
  readonly outputs: readonly TensorRef[];
}

export interface LayerSpec {
  readonly name: string;
  /** Keras class; operations recorded outside layers are `ops.Name`, named as in Keras 3. */
  readonly class: string;
  readonly config: Json;
  /** Names of the enclosing networks and its own: unique in the whole network. */
  readonly path: string;
  readonly trainable: boolean;
  /** The graph inside, where a network is used as a layer. */
  readonly network?: Network;
  /** Each time the layer is called, with what. */
  readonly calls: readonly (readonly TensorRef[])[];
  /** Of an operation: what each call computes with beside tensors. */
  readonly operations?: readonly OperationCall[];
}
