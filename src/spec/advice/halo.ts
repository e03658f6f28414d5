import type { Finding } from '../finding';
import type { ModelDescription } from '../model';
import { axesOf, isOld, tensorsOf } from '../rules/places';
import { isReference } from '../rules/sizes';
import { say } from './say';

/** A tile of a fixed size of which the halo takes more than half. A free size can be chosen larger. */
export function haloAdvice(description: ModelDescription): Finding[] {
  if (isOld(description)) {
    return [];
  }
  const axes = tensorsOf(description).flatMap(axesOf);
  return axes.flatMap(({ axis, path }) => {
    const { size, halo, scale } = axis;
    const target = isReference(size)
      ? axes.find(({ axis: other, tensor }) => tensor.id === size.tensor_id && other.id === size.axis_id)?.axis
      : undefined;
    if (!isReference(size) || !target || typeof target.size !== 'number') {
      return [];
    }
    const tile = Math.trunc((target.size * target.scale) / scale + size.offset);
    const left = tile - 2 * halo;
    // Where nothing is left it is an error of the format already.
    return left >= 1 && 2 * halo > tile / 2
      ? [say('halo-half', 'warning', [...path, 'halo'], { size: tile, halo, left })]
      : [];
  });
}
