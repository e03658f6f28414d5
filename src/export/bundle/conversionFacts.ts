import type { Conversion } from '../../convert/conversion';

export interface Proof {
  /** Shape of the network's input in its own axis order. */
  readonly shape: readonly number[];
  readonly maxAbsolute: number;
  /**
   * `maxAbsolute` over the range (largest minus smallest value) of the framework's output; where that shows next to
   * nothing, over the range of all its outputs taken together.
   */
  readonly ofRange: number;
  /** How far the framework's own float32 output is from the one that it computes in 64 bits; absent where it cannot. */
  readonly rounding?: number;
}

/** How the ONNX file came about and how far it is from the network in its own framework. */
export interface ConversionFacts {
  /** `framework`: by PyTorch itself. */
  readonly by: 'zooport' | 'tf2onnx' | 'framework';
  readonly opset: number;
  readonly layers: Conversion['layers'];
  /** What stands behind the network in the ONNX file that the source does not have, in words. */
  readonly added?: string;
  readonly proof: readonly Proof[];
  /** Which runtime gave the numbers. */
  readonly engine: string;
}
