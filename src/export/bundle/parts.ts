import type { Prepared } from '../../kernel/protocol';
import type { Tensor } from '../../tensor/tensor';
import type { ConversionFacts } from './conversionFacts';
import type { BundleFile } from './files';
import type { NetworkEntry } from '../networks/networkEntry';
import type { Draft } from '../draft/draft';
import type { AxisPlan } from '../proof/sizes';

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
