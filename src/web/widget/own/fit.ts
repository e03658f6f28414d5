import { SourceError } from '../../../preview/source';
import type { Axis, ModelDescription, TensorDescription } from '../../../spec/model';
import { explainSizes } from '../../../spec/sizes/explain';
import { allowedOf, findAxis } from '../../../spec/sizes/take';
import { formatShape, reshape } from '../../../tensor/create';
import type { Tensor } from '../../../tensor/tensor';

/**
 * The researcher's own array as the network's one input: with the description's axes, of which the array may lack the
 * batch, and the channels where there is one. Throws `SourceError` that says which axes and sizes are wanted.
 */
export function fitArray(array: Tensor, description: ModelDescription): Tensor {
  const [input, ...others] = description.inputs;
  if (!input || others.length > 0) {
    throw wrong(`This network takes ${description.inputs.length} inputs; one array is not enough to run it.`);
  }
  const readings = readingsOf(array.shape, input);
  if (readings.length === 0) {
    throw wrong(
      `Your array has ${formatShape(array.shape)} values, which are too ${count(array, input)} axes. ${wanted(input)}`
    );
  }
  const fitting = readings.find(sizes => misfits(sizes, input, description).length === 0);
  if (!fitting) {
    throw wrong(misfitSentence(readings[0], input, description));
  }
  return reshape(array, shapeOf(fitting, input));
}

/** Size per axis id; what the array lacks has size 1. */
type Sizes = ReadonlyMap<string, number>;

/** Every way to read the array's dimensions as the input's axes, in their order. */
function readingsOf(shape: readonly number[], { axes }: TensorDescription): Sizes[] {
  const may = axes.filter(({ type }) => type === 'batch' || type === 'channel');
  const missing = [[], ...may.map(axis => [axis]), may];
  return missing
    .filter(left => axes.length - left.length === shape.length && new Set(left).size === left.length)
    .map(left => {
      const given = axes.filter(axis => !left.includes(axis));
      return new Map(axes.map(axis => [axis.id, shape[given.indexOf(axis)] ?? 1]));
    });
}

function shapeOf(sizes: Sizes, { axes }: TensorDescription): number[] {
  return axes.map(({ id }) => sizes.get(id) ?? 1);
}

function misfits(sizes: Sizes, input: TensorDescription, description: ModelDescription): Axis[] {
  return input.axes.filter(axis => !fits(axis, sizes, input, description));
}

function fits(axis: Axis, sizes: Sizes, input: TensorDescription, description: ModelDescription): boolean {
  const size = sizes.get(axis.id) ?? 1;
  const allowed = allowedOf(axis, description);
  switch (allowed.kind) {
    case 'fixed':
      return size === allowed.size;
    case 'steps':
      return size >= allowed.min && (size - allowed.min) % allowed.step === 0;
    case 'between':
      return size >= allowed.min && size <= (allowed.max ?? Infinity);
    case 'follows': {
      const other = allowed.tensor === input.id ? sizes.get(allowed.axis) : undefined;
      const known = other !== undefined && findAxis(description, allowed.tensor, allowed.axis) !== undefined;
      return !known || size === Math.trunc(other * allowed.factor + allowed.offset);
    }
    default:
      return size >= 1;
  }
}

function misfitSentence(sizes: Sizes, input: TensorDescription, description: ModelDescription): string {
  const wrongOnes = misfits(sizes, input, description);
  const said = wrongOnes.map(({ id }) => `“${id}” has ${String(sizes.get(id))}`).join(', ');
  const fixed = wrongOnes.flatMap(axis => {
    const allowed = allowedOf(axis, description);
    const plain = axis.type === 'batch' || axis.type === 'channel';
    return plain && allowed.kind === 'fixed' ? [` “${axis.id}” must have ${allowed.size}.`] : [];
  });
  const images = new Map([[input.id, sizes]]);
  const space = wrongOnes.some(({ type }) => type !== 'batch' && type !== 'channel');
  const explained = space ? ` ${explainSizes(description, images)}` : '';
  return `Your array does not fit: ${said}.${fixed.join('')} ${wanted(input)}${explained}`;
}

function wanted({ axes }: TensorDescription): string {
  const may = axes.filter(({ type }) => type === 'batch' || type === 'channel').map(({ id }) => `“${id}”`);
  const left = may.length > 0 ? `; ${may.join(' and ')} may be left out where it has size 1` : '';
  return `The network wants the axes ${axes.map(({ id }) => id).join(', ')}${left}.`;
}

function count(array: Tensor, { axes }: TensorDescription): string {
  return array.shape.length > axes.length ? 'many' : 'few';
}

function wrong(sentence: string): SourceError {
  return new SourceError('damaged', sentence);
}
