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
  const targets = { inputs: targetsOf(all.filter(({ side }) => side === 'inputs')), outputs: targetsOf(all) };
  return all.flatMap(place =>
    isReference(place.axis.size)
      ? // The zoo's library looks at the references of all inputs, or all outputs, together.
        referenceRules(place, place.axis.size, targets[place.side]).map(finding => reportedAt([place.side], finding))
      : alone(place)
  );
}

/** Axes that a reference may lead to, by tensor and axis. Gathered once: descriptions may have thousands. */
interface Targets {
  readonly places: ReadonlyMap<string, AxisPlace>;
  /** How the first of them are called. */
  readonly names: readonly string[];
}

/** Most axes that are listed in a sentence. */
const mostNames = 50;

/** Those with a size of their own: inputs refer to inputs, outputs to both. */
function targetsOf(places: readonly AxisPlace[]): Targets {
  const own = places.filter(
    ({ axis }) => axis.type !== 'batch' && (typeof axis.size === 'number' || isParameterized(axis.size))
  );
  return {
    // Of two of the same name the last one counts.
    places: new Map(own.map(place => [nameOf(place.tensor.id, place.axis.id), place])),
    names: own.slice(0, mostNames).map(({ tensor, axis }) => `${axis.id} of ${tensor.id}`)
  };
}

function nameOf(tensor: string, axis: string): string {
  return JSON.stringify([tensor, axis]);
}

function referenceRules(place: AxisPlace, size: SizeReference, targets: Targets): Finding[] {
  const path = [...place.path, 'size'];
  if (size.tensor_id === place.tensor.id && size.axis_id === place.axis.id) {
    return [found('size-reference-self', path)];
  }
  const target = targets.places.get(nameOf(size.tensor_id, size.axis_id));
  if (!target) {
    return [found('size-reference-unknown', path, unknownReference(size, targets.names))];
  }
  const units = { unit: place.axis.unit ?? 'pixels', referenceUnit: target.axis.unit ?? 'pixels' };
  const sameUnit = place.axis.unit === target.axis.unit;
  return [...(sameUnit ? [] : [found('size-reference-unit', path, units)]), ...haloRules(place, target)];
}

function unknownReference(size: SizeReference, names: readonly string[]) {
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
