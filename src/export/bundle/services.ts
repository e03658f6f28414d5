import type { Conversion } from '../../convert/conversion';
import type { KernelTransport, Progress } from '../../kernel/protocol';
import type { InferenceEngine } from '../../runtime/engine';
import type { Examiner } from '../proof/examine';

export interface BundleOptions {
  progress?(progress: Progress): void;
  readonly signal?: AbortSignal;
}

/** What making a bundle needs from around it. */
export interface BundleServices {
  readonly transport: KernelTransport;
  readonly engine: InferenceEngine;
  /** Keras file to ONNX, off the main thread where there is one. Throws `ConvertError`. */
  convert(keras: Uint8Array, signal?: AbortSignal): Promise<Conversion>;
  /** Reads the ONNX form, off the main thread where there is one. Throws `ExportError`. */
  readonly examine: Examiner;
}
