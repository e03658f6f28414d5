import { isFields } from '../../cursor';
import type { Finding } from '../../finding';
import { found, repeated, reportedAt } from '../../rules/places';
import { isSound, numbersIn, stepsOf, tensorsOf } from './places';
import type { OldRule, OldTensor } from './places';

/** What the fields of one tensor say of each other, and its name among those of its side. */
export const tensorRules: OldRule = (fields, rejected) => {
  const tensors = tensorsOf(fields);
  const own = tensors.filter(({ path }) => isSound(path, rejected)).flatMap(tensorRule);
  return [
    ...own,
    ...(['inputs', 'outputs'] as const).flatMap(side => {
      const names = tensors.filter(tensor => tensor.side === side);
      return isSound([side], [...rejected, ...own]) ? duplicates(names, [side]) : [];
    })
  ];
};

/** Tensors of a name that one before has. */
export function duplicates(tensors: readonly OldTensor[], zooPath: Finding['path']): Finding[] {
  return repeated(tensors, ({ fields }) => fields.name).map(({ fields: { name }, path }) =>
    reportedAt(zooPath, found('tensor-id-duplicate', [...path, 'name'], { id: name }))
  );
}

function tensorRule(tensor: OldTensor): Finding[] {
  const first = tensor.side === 'inputs' ? batchRule(tensor) : haloRule(tensor);
  // The zoo's library names the tensor, and stops at the first of these.
  return (first.length > 0 ? first : axesRule(tensor)).map(finding =>
    finding.zooPath ? finding : reportedAt(tensor.path, finding)
  );
}

/** Networks take any number of images: the batch is 1, and does not grow. */
function batchRule({ axes, fields: { shape }, path }: OldTensor): Finding[] {
  const index = axes.indexOf('b');
  const place = [...path, 'shape'];
  if (index < 0) {
    return [];
  }
  const sizes = numbersIn(isFields(shape) ? shape.min : shape);
  if (index >= sizes.length) {
    // The zoo's library breaks off here.
    return [reportedAt([], found('shape-length', place, { found: sizes.length, expected: axes.length }))];
  }
  if (isFields(shape) && numbersIn(shape.step)[index] !== 0) {
    return [found('old-batch-step', [...place, 'step', index], { found: numbersIn(shape.step)[index] })];
  }
  const at = isFields(shape) ? [...place, 'min', index] : [...place, index];
  return sizes[index] === 1 ? [] : [found('old-batch-size', at, { found: sizes[index] })];
}

function haloRule({ fields: { shape, halo }, path }: OldTensor): Finding[] {
  const sizes: unknown = isFields(shape) ? shape.scale : shape;
  const [count, expected] = [halo, sizes].map(list => (Array.isArray(list) ? list.length : 0));
  return count === 0 || count === expected
    ? []
    : [found('shape-length', [...path, 'halo'], { found: count, expected })];
}

/** Steps that can name axes do so in postprocessing, although the format says that they need not. */
const namesAxes = ['scale_linear', 'scale_mean_variance'];

function axesRule(tensor: OldTensor): Finding[] {
  const { axes: own, side, fields } = tensor;
  return stepsOf(tensor).flatMap(({ name, kwargs: { axes }, path }) => {
    const place = [...path, 'kwargs', 'axes'];
    if (typeof axes !== 'string') {
      return side === 'outputs' && namesAxes.includes(name) ? [found('old-step-axes', place, { id: name })] : [];
    }
    const absent = [...axes].filter(letter => !own.includes(letter));
    const known = [...own];
    return absent.map(axis => found('operation-axes', place, { axis, tensor: fields.name, known }));
  });
}
