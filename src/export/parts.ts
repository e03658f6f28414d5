import type { Prepared } from '../kernel/protocol';
import type { Tensor } from '../tensor/tensor';
import type { BundleFile, ConversionFacts } from './bundle';
import type { NetworkEntry } from './catalogue';
import type { Draft } from './draft';
import type { AxisPlan } from './sizes';

/** Everything that the texts of a bundle are made from, once the network has been run and converted. */
export interface Parts {
  readonly draft: Draft;
  readonly entry: NetworkEntry;
  readonly prepared: Prepared;
  readonly conversion: ConversionFacts;
  /** One for each spatial axis of the input. */
  readonly plan: ReadonlyMap<string, AxisPlan>;
  readonly input: Tensor;
  readonly output: Tensor;
  /** `weights.keras` or `weights.h5`; null where the description could not state it (its reason is among the notes). */
  readonly native: NativeWeights | null;
}

export interface NativeWeights {
  readonly format: Prepared['native']['format'];
  readonly file: BundleFile;
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

/** The recipe's parameters by name, without where they came from. */
export function parametersOf(prepared: Prepared): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(prepared.recipe.parameters).map(([name, fact]) => [name, fact.value]));
}

/** The plan of one spatial axis. */
export function planOf({ plan }: Parts, axis: string): AxisPlan {
  const found = plan.get(axis);
  if (!found) {
    throw new Error(`There is no plan for the axis "${axis}".`);
  }
  return found;
}
