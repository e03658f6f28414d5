export interface BundleFile {
  /** Without folder: the bundle is flat. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Names of the files in a bundle. */
export const FILES = {
  description: 'rdf.yaml',
  documentation: 'README.md',
  cover: 'cover.png',
  onnx: 'weights.onnx',
  keras_v3: 'weights.keras',
  keras_hdf5: 'weights.h5',
  testInput: 'test_input.npy',
  testOutput: 'test_output.npy',
  sampleInput: 'sample_input.tif',
  sampleOutput: 'sample_output.tif',
  losses: 'training_losses.svg',
  lossTable: 'training_evaluation.csv'
} as const;
