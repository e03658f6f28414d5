import type { Finding } from '../finding';
import type { Axis, ModelDescription, SizeReference } from '../model';
import { isParameterized, isReference } from '../sizes/kinds';
import { followSize } from '../sizes/resolve';
import { axesOf, found, reportedAt, tensorsOf } from './places';
import type { AxisPlace } from './places';

export { isParameterized, isReference };

/** Size references lead to an axis with a size of its own and the same unit; a halo leaves something of the image. */
export function sizeRules(description: ModelDescription): Finding[] {
  const all = tensorsOf(description).flatMap(axesOf);
  return all.flatMap(place =>
    isReference(place.axis.size)
      ? // The zoo's library looks at the references of all inputs, or all outputs, together.
        referenceRules(place, place.axis.size, all).map(finding => reportedAt([place.side], finding))
      : alone(place)
  );
}

/** Axes that a reference from this place may lead to: inputs see inputs, outputs see both. */
function targets(place: AxisPlace, all: readonly AxisPlace[]): AxisPlace[] {
  return all.filter(
    ({ axis, side }) =>
      (side === 'inputs' || place.side === 'outputs') &&
      axis.type !== 'batch' &&
      (typeof axis.size === 'number' || isParameterized(axis.size))
  );
}

function referenceRules(place: AxisPlace, size: SizeReference, all: readonly AxisPlace[]): Finding[] {
  const path = [...place.path, 'size'];
  const known = targets(place, all);
  if (size.tensor_id === place.tensor.id && size.axis_id === place.axis.id) {
    return [found('size-reference-self', path)];
  }
  const target = known.filter(({ tensor, axis }) => tensor.id === size.tensor_id && axis.id === size.axis_id).at(-1);
  if (!target) {
    return [found('size-reference-unknown', path, unknownReference(size, known))];
  }
  const units = { unit: place.axis.unit ?? 'pixels', referenceUnit: target.axis.unit ?? 'pixels' };
  const sameUnit = place.axis.unit === target.axis.unit;
  return [...(sameUnit ? [] : [found('size-reference-unit', path, units)]), ...haloRules(place, target)];
}

function unknownReference(size: SizeReference, known: readonly AxisPlace[]) {
  const names = known.map(({ tensor, axis }) => `${tensor.id}.${axis.id}`);
  return { tensor: size.tensor_id, axis: size.axis_id, known: names.length > 0 ? names : 'none' };
}

function haloRules(place: AxisPlace, target: AxisPlace): Finding[] {
  const { axis } = place;
  if (axis.halo === 0) {
    return [];
  }
  const path = [...place.path, 'halo'];
  const smallest = followSize(axis, target.axis, leastOf(target.axis));
  const reference = (axis.halo * axis.scale) / target.axis.scale;
  const tooLarge = found('halo-too-large', path, { size: smallest, halo: axis.halo });
  const notWhole = found('halo-not-whole', path, { halo: axis.halo, reference, tensor: target.tensor.id });
  return [...(smallest - 2 * axis.halo < 1 ? [tooLarge] : []), ...(Number.isInteger(reference) ? [] : [notWhole])];
}

function leastOf({ size }: Axis): number {
  return typeof size === 'number' ? size : isParameterized(size) ? size.min : 1;
}

function alone({ axis, path }: AxisPlace): Finding[] {
  const { size, halo } = axis;
  const order = size !== null && typeof size === 'object' && 'max' in size && size.max !== null && size.min >= size.max;
  return [
    ...(order ? [found('size-order', [...path, 'size'], { min: size.min, max: size.max })] : []),
    // A size that the reader could not trust is reported by the schema.
    ...(halo > 0 && size !== null ? [found('halo-reference', [...path, 'size'])] : [])
  ];
}
