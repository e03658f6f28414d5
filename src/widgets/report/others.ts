/** Whether weights that are not ONNX are run in a kernel, and with code of the bundle. */
export type OthersAsked = 'no' | 'run' | 'with code';

/** What a report offers where a kernel can run the weights that onnxruntime cannot. */
export interface OtherWeights {
  /** Which kernel, as a sentence goes on. */
  readonly kernel: string;
  /** They were run there, or are just being run. */
  readonly asked: boolean;
  readonly busy: boolean;
  run(allowCode: boolean): void;
}
