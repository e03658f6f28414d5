import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import type { Path } from '../path';
import type { ModelDescription } from '../model';
import { normalAxisId } from '../schema/lax';
import { axesOf, fieldOf, found, groupsIn, isOld, repeated, reportedAt, tensorsOf } from './places';
import type { TensorPlace } from './places';

/** Axes of one tensor: each id once, one batch axis at most, and only that one is called “batch”. */
export function axisRules(description: ModelDescription): Finding[] {
  const places = tensorsOf(description);
  const renamed = isOld(description) ? [] : places.flatMap(({ side, path }) => short(description.raw, side, path));
  return [...places.flatMap(place => [...duplicates(place), ...batch(place)]), ...renamed];
}

/** The zoo's library reads one-letter ids as the names of the axis types, and does not say so. */
function short(raw: Fields, side: string, path: Path): Finding[] {
  const list = fieldOf(raw, side);
  const tensor: unknown = Array.isArray(list) ? list[Number(path[1])] : undefined;
  return groupsIn(fieldOf(tensor, 'axes'), [...path, 'axes']).flatMap(({ fields, path: axis }) => {
    const id = typeof fields.id === 'string' ? normalAxisId(fields.id) : undefined;
    const same = id === undefined || id === String(fields.id).toLowerCase();
    return same ? [] : [found('axis-renamed', [...axis, 'id'], { found: fields.id, id }, 'info', 'zooport')];
  });
}

function duplicates(place: TensorPlace): Finding[] {
  const twice = repeated(axesOf(place), ({ axis }) => axis.id);
  return twice.map(({ axis, path }) =>
    reportedAt(
      [...place.path, 'axes'],
      found('axis-duplicate', [...path, 'id'], { tensor: place.tensor.id, axis: axis.id })
    )
  );
}

function batch(place: TensorPlace): Finding[] {
  const axes = axesOf(place);
  const misnamed = axes.filter(({ axis }) => (axis.type === 'batch') !== (axis.id === 'batch'));
  const several = axes.filter(({ axis }) => axis.type === 'batch').slice(1);
  return [
    ...misnamed.map(({ axis, path }) => found('axis-batch-id', [...path, 'id'], { id: axis.id })),
    ...several.map(({ path }) =>
      reportedAt([...place.path, 'axes'], found('axis-batch-twice', path, { tensor: place.tensor.id }))
    )
  ];
}
