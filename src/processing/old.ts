import { isFields } from '../spec/cursor';
import type { ModelDescription } from '../spec/model';
import type { Tensor } from '../tensor/tensor';
import type { Direction } from './implied';

/**
 * Why bioimageio.core cannot carry out a step of a 0.4 description although the format allows it. Converted to 0.5's
 * shapes the step no longer tells, so it is looked up as it was written.
 */
export function oldRefusals(description: ModelDescription, direction: Direction, tensors: readonly Tensor[]): string[] {
  const { formatVersion, raw } = description;
  if (!formatVersion.startsWith('0.4')) {
    return [];
  }
  const [side, steps] = direction === 'pre' ? ['inputs', 'preprocessing'] : ['outputs', 'postprocessing'];
  return fieldsIn(raw[side]).flatMap((tensor, index) =>
    fieldsIn(tensor[steps]).flatMap(step => {
      const kwargs = isFields(step.kwargs) ? step.kwargs : {};
      const reason = reasonOf(String(step.name), kwargs, String(tensor.axes), tensors[index]?.shape ?? []);
      return reason === undefined
        ? []
        : `bioimageio.core cannot carry out "${String(step.name)}" of the tensor "${String(tensor.name)}": ${reason}`;
    })
  );
}

function reasonOf(
  name: string,
  kwargs: Readonly<Record<string, unknown>>,
  letters: string,
  shape: readonly number[]
): string | undefined {
  const { axes } = kwargs;
  if (name === 'scale_linear' && axes !== undefined && axes !== null) {
    return 'it knows no "axes" there. Leave them out, or update the description to format 0.5.';
  }
  if (name !== 'zero_mean_unit_variance' || (kwargs.mode ?? 'fixed') !== 'fixed') {
    return undefined;
  }
  // A mean and a deviation run along the one axis that `axes` does not name.
  const left = [...letters].filter(letter => letter !== 'b' && !String(axes).includes(letter));
  const lengths = [kwargs.mean, kwargs.std].map(value => (Array.isArray(value) ? value.length : undefined));
  if (left.length > 1) {
    return `its "axes" leave ${left.join(', ')}, but may leave one axis at most.`;
  }
  if (left.length === 0) {
    return lengths.every(length => length === undefined)
      ? undefined
      : 'it has a list of values, but its "axes" leave no axis that they could run along.';
  }
  const positions = shape[letters.indexOf(left[0])];
  return lengths.every(length => (length ?? 1) === positions)
    ? undefined
    : `its "axes" leave ${left[0]}, which has ${positions} positions: give one mean and one deviation for each.`;
}

function fieldsIn(list: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(list) ? list.filter(isFields) : [];
}
