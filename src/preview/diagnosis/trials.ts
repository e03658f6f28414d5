import { applyPreprocessing } from '../../processing/apply';
import { ProcessingError } from '../../processing/error';
import type { Tensor } from '../../tensor/tensor';
import type { Change } from './change';
import { placementKey } from './cheap';
import type { Placement } from './geometry';
import { movedInputs } from './image';
import { preparations } from './normalise';
import type { Subject } from './subject';

/** Another set of inputs for the network. */
export interface Trial {
  readonly change: Change;
  readonly placement?: Placement;
  /** Nothing where it cannot be made. */
  make(): readonly Tensor[] | undefined;
}

/** All other inputs that are worth a run, one input changed at a time, the likeliest first. */
export function trials({ description, raw, prepared }: Subject, likeness: ReadonlyMap<string, number>): Trial[] {
  const recipes = description.inputs.flatMap((_, input) =>
    preparations(description, input, raw[input]).map(preparation => ({
      change: preparation.change,
      make: () => prepare(preparation.description, raw)
    }))
  );
  const moved = description.inputs.flatMap(({ axes }, input) =>
    movedInputs(prepared[input], axes).map(({ change, placement, make }) => ({
      change,
      placement,
      make: () => prepared.map((tensor, at) => (at === input ? make() : tensor))
    }))
  );
  // A network's output moves about as its input does, so the outputs tell before any run whether the image was moved.
  const plain = likeness.get('') ?? 0;
  const like = ({ placement }: Trial) => likeness.get(placement ? placementKey(placement) : '') ?? -1;
  const byLikeness = [...moved].sort((one, other) => like(other) - like(one));
  const most = byLikeness[0] ? like(byLikeness[0]) : 0;
  const moves = (trial: Trial) =>
    trial.placement?.kind === 'shifted'
      ? like(trial) === most && most > plain + clearer / 10
      : like(trial) > plain + clearer;
  const first = byLikeness.filter(trial => like(trial) > clearly && moves(trial)).slice(0, 4);
  return [...first, ...recipes, ...byLikeness.filter(trial => !first.includes(trial))];
}

/**
 * How much an output in another order must look like the expected one, and how much more than in its own order. A shift
 * by few pixels changes little, so that only the one that looks most alike is taken for a sign.
 */
const clearly = 0.5;
const clearer = 0.02;

function prepare(description: Subject['description'], raw: readonly Tensor[]): readonly Tensor[] | undefined {
  try {
    return applyPreprocessing(raw, description).tensors;
  } catch (error) {
    if (error instanceof ProcessingError) {
      return undefined;
    }
    throw error;
  }
}
