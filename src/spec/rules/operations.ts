import { inWords } from '../cursor';
import type { Finding } from '../finding';
import type { Path } from '../path';
import type { ModelDescription, Operation } from '../model';
import { normalAxisId } from '../schema/lax';
import { kwargsRules } from './kwargs';
import { found, isOld, reportedAt, tensorsOf } from './places';
import type { TensorPlace } from './places';

/** Pre- and postprocessing name only axes and tensors that exist, and do not undo themselves. */
export function operationRules(description: ModelDescription): Finding[] {
  const inputs = description.inputs.map(tensor => tensor.id);
  // The names of 0.4 may be those of outputs, too.
  const known = isOld(description) ? [...inputs, ...description.outputs.map(tensor => tensor.id)] : inputs;
  const tensors = { known, ids: new Set(known) };
  return tensorsOf(description).flatMap(place => {
    const ids = place.tensor.axes.map(axis => axis.id);
    const axes = { known: ids, ids: new Set(ids) };
    const steps = place.tensor.operations.flatMap((operation, index) => {
      const path = [...stepsPath(place), index];
      return [
        ...axesRule(place, operation, path, axes),
        ...axisRule(place, operation, path, axes),
        ...referenceRule(operation, path, tensors),
        ...(isOld(description) ? [] : kwargsRules(operation, [...path, 'kwargs']))
      ];
    });
    return [...steps, ...(isOld(description) ? [] : lastType(place))];
  });
}

/** Names that a step may refer to, in the description's order and to be looked up. */
interface Names {
  readonly known: readonly string[];
  readonly ids: ReadonlySet<string>;
}

function stepsPath({ side, path }: TensorPlace): (string | number)[] {
  return [...path, side === 'inputs' ? 'preprocessing' : 'postprocessing'];
}

/** Axes that are worked on together are axes of the tensor. */
function axesRule(
  { tensor, path: tensorPath }: TensorPlace,
  { id, kwargs }: Operation,
  path: Path,
  { ids, known }: Names
): Finding[] {
  const where = [...path, 'kwargs', 'axes'];
  const axes: unknown = id === 'custom' && typeof kwargs.axes === 'string' ? [...new Set(kwargs.axes)] : kwargs.axes;
  if (axes === undefined || axes === null) {
    return [];
  }
  if (!Array.isArray(axes)) {
    const data = { found: String(axes), expected: 'a list of axes' };
    return id === 'custom' ? [reportedAt(tensorPath, found('field-value', where, data))] : [];
  }
  const listed: readonly unknown[] = axes;
  return listed
    .filter(axis => typeof axis !== 'string' || !ids.has(id === 'custom' ? axis : normalAxisId(axis)))
    .map(axis =>
      reportedAt(tensorPath, found('operation-axes', where, { axis: named(axis), tensor: tensor.id, known }))
    );
}

/** What stands where a name belongs. */
function named(value: unknown): string {
  return typeof value === 'string' ? value : inWords(value);
}

/** A single `axis` is not looked up by the zoo's format rules; it fails there when the model is run. */
function axisRule({ tensor }: TensorPlace, { id, kwargs }: Operation, path: Path, { ids, known }: Names): Finding[] {
  const where = [...path, 'kwargs', 'axis'];
  if (id === 'custom' || typeof kwargs.axis !== 'string') {
    return [];
  }
  const axis = normalAxisId(kwargs.axis);
  if (axis === 'batch') {
    return [found('operation-batch', where, { id })];
  }
  return ids.has(axis) ? [] : [found('operation-axes', where, { axis, tensor: tensor.id, known }, 'error', 'zooport')];
}

/** Statistics are taken from an input, as it is before any step. */
function referenceRule({ kwargs }: Operation, path: Path, { known, ids }: Names): Finding[] {
  const tensor = kwargs.reference_tensor;
  const absent = tensor === undefined || tensor === null || (typeof tensor === 'string' && ids.has(tensor));
  const where = [...path, 'kwargs', 'reference_tensor'];
  return absent ? [] : [reportedAt([], found('operation-reference', where, { tensor: named(tensor), known }))];
}

const scaling = ['zero_mean_unit_variance', 'fixed_zero_mean_unit_variance', 'scale_range', 'scale_linear'];

/**
 * An input list that does not end in ensure_dtype gets one to the tensor's own type (bioimageio.core):
 * for a tensor of whole numbers that cuts normalised values to 0, 1 and so on.
 */
function lastType(place: TensorPlace): Finding[] {
  const { operations, data, id } = place.tensor;
  const type = data[0]?.type ?? 'float32';
  const last = operations.at(-1)?.id;
  const cut = place.side === 'inputs' && last !== undefined && scaling.includes(last) && !type.startsWith('float');
  return cut ? [found('operation-last-type', stepsPath(place), { tensor: id, type }, 'warning', 'zooport')] : [];
}
