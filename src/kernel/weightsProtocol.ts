/**
 * What is said of weights of a bundle that a framework runs (`zooport/kernel/weights`).
 * A twin of `zooport/kernel/weights_protocol.py`.
 */
import type { Architecture } from '../spec/model';

/** Weights that are not ONNX. */
export type FrameworkFormat =
  'keras_hdf5' | 'keras_v3' | 'pytorch_state_dict' | 'tensorflow_saved_model_bundle' | 'torchscript';

/** One set of weights to be run; all files lie in a folder of the Python half (`folder`) under plain names. */
export interface WeightsJob {
  readonly directory: string;
  readonly format: FrameworkFormat;
  readonly weights: string;
  /** The weights file as the researcher knows it, for sentences. */
  readonly named: string;
  /** The inputs as the network takes them, .npy, by position. */
  readonly inputs: readonly string[];
  /** Ids of the description, by position. */
  readonly inputIds: readonly string[];
  readonly outputs: readonly string[];
  /** After which the process is ended. */
  readonly seconds: number;
  /** What Keras 3 computes with, as the description says. */
  readonly backend?: string;
  readonly architecture?: Architecture;
  /** False where keys may be missing in a state dict. */
  readonly strict?: boolean;
  /** The researcher has said that code of the bundle may run. */
  readonly allowCode?: boolean;
}

export interface WeightsRun {
  /** Paths of .npy files, by position: what the network gave, before postprocessing. */
  readonly outputs: readonly string[];
  /** For instance "Keras 3.15.1 with TensorFlow 2.21.0". */
  readonly framework: string;
  /** The Python that ran it. */
  readonly python: string;
  readonly seconds: number;
}
