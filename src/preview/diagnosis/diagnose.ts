import type { Session } from '../../runtime/engine';
import type { ModelDescription } from '../../spec/model';
import type { Tensor } from '../../tensor/tensor';
import type { Diagnosis, Reproduction } from '../report';

export interface DiagnosisInput {
  readonly description: ModelDescription;
  /** Weights format that ran. */
  readonly weights: string;
  readonly session: Session;
  /** Test tensors by the id of their tensor. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** What the network itself gave for the declared preprocessing, before postprocessing, in the description's order. */
  readonly computed: readonly Tensor[];
  readonly failed: readonly Reproduction[];
  readonly signal?: AbortSignal;
  /** Ends the search early; what was found until then is the result. */
  readonly stop?: AbortSignal;
}

/** Tries, for at most ten seconds, which change makes the outputs reproduce. */
export async function diagnose(_input: DiagnosisInput): Promise<Diagnosis[]> {
  return Promise.resolve([]);
}
