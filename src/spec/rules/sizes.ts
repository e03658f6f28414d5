import type { Finding } from '../finding';
import type { Axis, AxisSize, ModelDescription, ParameterizedSize, SizeReference } from '../model';
import { axesOf, found, tensorsOf } from './places';
import type { AxisPlace } from './places';

export function isReference(size: AxisSize): size is SizeReference {
  return typeof size === 'object' && size !== null && 'tensor_id' in size;
}

export function isParameterized(size: AxisSize): size is ParameterizedSize {
  return typeof size === 'object' && size !== null && 'step' in size;
}

/** Size references lead to an axis with a size of its own and the same unit; a halo leaves something of the image. */
export function sizeRules(description: ModelDescription): Finding[] {
  const all = tensorsOf(description).flatMap(axesOf);
  return all.flatMap(place =>
    isReference(place.axis.size) ? referenceRules(place, place.axis.size, all) : alone(place)
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
  const target = known.find(({ tensor, axis }) => tensor.id === size.tensor_id && axis.id === size.axis_id);
  if (!target) {
    return [found('size-reference-unknown', path, unknownReference(size, known))];
  }
  const units = { unit: place.axis.unit ?? 'pixels', referenceUnit: target.axis.unit ?? 'pixels' };
  const sameUnit = place.axis.unit === target.axis.unit;
  return [...(sameUnit ? [] : [found('size-reference-unit', path, units)]), ...haloRules(place, target, size)];
}

function unknownReference(size: SizeReference, known: readonly AxisPlace[]) {
  const names = known.map(({ tensor, axis }) => `${tensor.id}.${axis.id}`);
  return { tensor: size.tensor_id, axis: size.axis_id, known: names.length > 0 ? names : 'none' };
}

function haloRules(place: AxisPlace, target: AxisPlace, size: SizeReference): Finding[] {
  const { axis } = place;
  if (axis.halo === 0) {
    return [];
  }
  const path = [...place.path, 'halo'];
  const smallest = resolve(leastOf(target.axis), axis, target.axis, size);
  const reference = (axis.halo * axis.scale) / target.axis.scale;
  const tooLarge = found('halo-too-large', path, { size: smallest, halo: axis.halo });
  const notWhole = found('halo-not-whole', path, { halo: axis.halo, reference, tensor: target.tensor.id });
  return [...(smallest - 2 * axis.halo < 1 ? [tooLarge] : []), ...(Number.isInteger(reference) ? [] : [notWhole])];
}

function leastOf({ size }: Axis): number {
  return typeof size === 'number' ? size : isParameterized(size) ? size.min : 1;
}

/** size = trunc(reference size * reference scale / own scale + offset) */
function resolve(referenceSize: number, axis: Axis, reference: Axis, { offset }: SizeReference): number {
  return Math.trunc((referenceSize * reference.scale) / axis.scale + offset);
}

function alone({ axis, path }: AxisPlace): Finding[] {
  return axis.halo > 0 ? [found('halo-reference', path)] : [];
}
