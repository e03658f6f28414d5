import type { Session } from '../../runtime/engine';
import type { ModelDescription } from '../../spec/model';
import type { Tensor } from '../../tensor/tensor';

/** What the search works on. */
export interface Subject {
  readonly description: ModelDescription;
  readonly session: Session;
  /** The inputs' test tensors, in the description's order. */
  readonly raw: readonly Tensor[];
  /** The inputs as the network took them. */
  readonly prepared: readonly Tensor[];
  /** What the network gave for them, before postprocessing. */
  readonly computed: readonly Tensor[];
}
