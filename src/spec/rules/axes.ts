import type { Finding } from '../finding';
import type { ModelDescription } from '../model';
import { axesOf, found, tensorsOf } from './places';
import type { TensorPlace } from './places';

/** Axes of one tensor: each id once, one batch axis at most, and only that one is called “batch”. */
export function axisRules(description: ModelDescription): Finding[] {
  return tensorsOf(description).flatMap(place => [...duplicates(place), ...batch(place)]);
}

function duplicates(place: TensorPlace): Finding[] {
  const ids = place.tensor.axes.map(axis => axis.id);
  const twice = axesOf(place).filter(({ axis }, index) => ids.indexOf(axis.id) < index);
  return twice.map(({ axis, path }) =>
    found('axis-duplicate', [...path, 'id'], { tensor: place.tensor.id, axis: axis.id })
  );
}

function batch(place: TensorPlace): Finding[] {
  const axes = axesOf(place);
  const misnamed = axes.filter(({ axis }) => (axis.type === 'batch') !== (axis.id === 'batch'));
  const several = axes.filter(({ axis }) => axis.type === 'batch').slice(1);
  return [
    ...misnamed.map(({ axis, path }) => found('axis-batch-id', [...path, 'id'], { id: axis.id })),
    ...several.map(({ path }) => found('axis-batch-twice', path, { tensor: place.tensor.id }))
  ];
}
