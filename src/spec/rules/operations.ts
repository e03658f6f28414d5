import type { Finding } from '../finding';
import type { ModelDescription, Operation, TensorDescription } from '../model';
import { found, isOld, tensorsOf } from './places';
import type { TensorPlace } from './places';

/** Pre- and postprocessing name only axes and tensors that exist, and do not undo themselves. */
export function operationRules(description: ModelDescription): Finding[] {
  const inputs = description.inputs.map(tensor => tensor.id);
  const all = [...inputs, ...description.outputs.map(tensor => tensor.id)];
  return tensorsOf(description).flatMap(place => {
    const known = place.side === 'inputs' ? inputs : all;
    const steps = place.tensor.operations.flatMap((operation, index) => {
      const path = [...stepsPath(place), index];
      return [...axesRule(place.tensor, operation, path), ...referenceRule(operation, path, known)];
    });
    return [...steps, ...(isOld(description) ? [] : lastType(place))];
  });
}

function stepsPath({ side, path }: TensorPlace): (string | number)[] {
  return [...path, side === 'inputs' ? 'preprocessing' : 'postprocessing'];
}

function axesRule(tensor: TensorDescription, { kwargs }: Operation, path: (string | number)[]): Finding[] {
  const ids = tensor.axes.map(axis => axis.id);
  const shortIds = ['b', 't', 'i', 'c'];
  const named = Array.isArray(kwargs.axes) ? (kwargs.axes as unknown[]) : [];
  const wrong = (axis: unknown) => !ids.includes(String(axis)) && !shortIds.includes(String(axis));
  const many = named
    .filter(wrong)
    .map(axis => found('operation-axes', [...path, 'kwargs', 'axes'], { axis, tensor: tensor.id, known: ids }));
  // A single `axis` is not looked up by the zoo's format rules; it fails there when the model is run.
  const one =
    typeof kwargs.axis === 'string' && wrong(kwargs.axis)
      ? [
          found(
            'operation-axes',
            [...path, 'kwargs', 'axis'],
            { axis: kwargs.axis, tensor: tensor.id, known: ids },
            'error',
            'zooport'
          )
        ]
      : [];
  return [...many, ...one];
}

function referenceRule({ kwargs }: Operation, path: (string | number)[], known: readonly string[]): Finding[] {
  const tensor = kwargs.reference_tensor;
  return typeof tensor === 'string' && !known.includes(tensor)
    ? [found('operation-reference', [...path, 'kwargs', 'reference_tensor'], { tensor, known })]
    : [];
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
