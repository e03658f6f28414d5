import type { Finding } from '../../spec/finding';
import type { ModelDescription } from '../../spec/model';
import { isOld } from '../../spec/rules/places';
import { isReference } from '../../spec/sizes/kinds';
import { ours } from './file';

/**
 * Output axes that follow an output axis behind them. The format allows it, but `ModelDescr.get_axis_sizes` of
 * bioimageio.spec, by which the zoo's test asks for the sizes, goes through them in their order and stops.
 */
export function laterFindings(description: ModelDescription): Finding[] {
  const places = description.outputs.flatMap(({ id, axes }, output) =>
    axes.map((axis, index) => ({ id, axis, path: ['outputs', output, 'axes', index, 'size'] }))
  );
  return isOld(description)
    ? []
    : places.flatMap(({ axis: { size }, path }, at) => {
        const later = places
          .slice(at + 1)
          .find(({ id, axis }) => isReference(size) && size.tensor_id === id && size.axis_id === axis.id);
        return later ? [ours('size-later', path, { tensor: later.id, axis: later.axis.id })] : [];
      });
}
