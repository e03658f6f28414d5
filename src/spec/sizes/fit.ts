import type { Axis, ModelDescription, TensorDescription } from '../model';
import { bestSize } from './best';
import type { BestOptions, BestSize } from './best';
import { isReference } from './kinds';
import { followSize } from './resolve';
import type { PerAxis, Sizes } from './resolve';
import { allowedOf, findAxis, inputHalo } from './take';

/** One axis of an input that an image is to be fitted to. */
interface Place {
  readonly tensor: TensorDescription;
  readonly axis: Axis;
  readonly length: number;
}

/**
 * The best size along each axis of the inputs for images of the given sizes. An axis that others follow is made smaller
 * until these fit into their images too, where it can be. Axes without a given size are left out.
 */
export function bestSizes(
  description: ModelDescription,
  images: Sizes,
  options: Pick<BestOptions, 'most'> = {}
): PerAxis<BestSize> {
  const places = description.inputs.flatMap(tensor =>
    tensor.axes.flatMap(axis => {
      const length = images.get(tensor.id)?.get(axis.id);
      return length === undefined ? [] : [{ tensor, axis, length }];
    })
  );
  const found = new Map(description.inputs.map(({ id }) => [id, new Map<string, BestSize>()]));
  const keep = ({ tensor, axis }: Place, best: BestSize | undefined) =>
    best && found.get(tensor.id)?.set(axis.id, best);
  places.forEach(place => keep(place, independentBest(description, place, places, options)));
  places
    .filter(({ axis }) => isReference(axis.size))
    .forEach(place => keep(place, followingBest(description, place, found)));
  return found;
}

function independentBest(
  description: ModelDescription,
  { tensor, axis, length }: Place,
  places: readonly Place[],
  options: Pick<BestOptions, 'most'>
): BestSize | undefined {
  const halo = inputHalo(description, tensor.id, axis);
  const followers = places.filter(
    ({ axis: { size } }) => isReference(size) && size.tensor_id === tensor.id && size.axis_id === axis.id
  );
  const allowed = allowedOf(axis, description);
  const best = bestSize(allowed, length, { ...options, halo });
  for (let smaller = best; smaller;) {
    const { size, inside } = smaller;
    if (followers.every(follower => followSize(follower.axis, axis, size) <= follower.length)) {
      return { ...smaller, cropped: Math.max(0, length - size) };
    }
    smaller = inside === null ? undefined : bestSize(allowed, length, { halo, most: size - 1 });
  }
  return best;
}

function followingBest(
  description: ModelDescription,
  { tensor, axis, length }: Place,
  found: PerAxis<BestSize>
): BestSize | undefined {
  const { size } = axis;
  const target = isReference(size) ? findAxis(description, size.tensor_id, size.axis_id) : undefined;
  const leader = isReference(size) ? found.get(size.tensor_id)?.get(size.axis_id) : undefined;
  if (!target || !leader) {
    return undefined;
  }
  const fixed = { kind: 'fixed', size: followSize(axis, target, leader.size) } as const;
  return bestSize(fixed, length, { halo: inputHalo(description, tensor.id, axis) });
}
