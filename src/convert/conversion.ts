/** What the Keras-to-ONNX conversion gives. */
export interface Conversion {
  /** The ONNX file: one file, default-domain opset at most 17, IR at most 8. */
  readonly onnx: Uint8Array;
  readonly opset: number;
  readonly irVersion: number;
  /** Each layer with its Keras class and how often it occurs. */
  readonly layers: readonly { readonly class: string; readonly count: number }[];
  readonly inputs: readonly ConvertedTensor[];
  readonly outputs: readonly ConvertedTensor[];
  /** Version of Keras that wrote the file, where it says so. */
  readonly kerasVersion?: string;
  /** What the graph was rebuilt from, where the file holds weights only: `config.json`, or the weights' own shapes. */
  readonly rebuilt?: 'config.json' | 'shapes';
}

export interface ConvertedTensor {
  readonly name: string;
  /** `null` is a free size; the order is the network's own (Keras: batch, y, x, channel). */
  readonly shape: readonly (number | null)[];
  /** Element type as numpy names it, where it is not float32 (an argmax gives int64). */
  readonly dtype?: string;
}

export interface ConvertOptions {
  /** Leave spatial sizes free even where the file fixes them (default true). */
  readonly freeSizes?: boolean;
  /**
   * What stands in the config.json beside the file, parsed: csbdeep, n2v and stardist save weights only. A file that
   * describes its network itself does not need it.
   */
  readonly config?: unknown;
  readonly signal?: AbortSignal;
}

export type ConvertProblem =
  'not-keras' | 'damaged' | 'no-architecture' | 'unknown-layer' | 'unsupported-option' | 'weights-mismatch';

/** The network cannot be converted. `message` names the layer, its class and the way out. */
export class ConvertError extends Error {
  constructor(
    readonly problem: ConvertProblem,
    message: string,
    readonly layer?: { readonly name: string; readonly class: string },
    options?: { cause?: unknown }
  ) {
    super(message, options);
    this.name = 'ConvertError';
  }
}
