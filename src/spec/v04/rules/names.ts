import type { Finding } from '../../finding';
import type { Path } from '../../path';
import { fieldOf, found } from '../../rules/places';
import { problemOf } from '../../schema/formats';
import { stepsOf, tensorsOf } from './places';
import type { OldRule } from './places';

/** Tensors have names that could stand in Python, also where they are referred to. */
export const nameRules: OldRule = fields =>
  tensorsOf(fields).flatMap(tensor => [
    ...nameRule(tensor.fields.name, [...tensor.path, 'name']),
    ...nameRule(fieldOf(tensor.fields.shape, 'reference_tensor'), [...tensor.path, 'shape', 'reference_tensor']),
    ...stepsOf(tensor).flatMap(({ kwargs, path }) =>
      nameRule(kwargs.reference_tensor, [...path, 'kwargs', 'reference_tensor'])
    )
  ]);

function nameRule(name: unknown, path: Path): Finding[] {
  return typeof name === 'string' && problemOf('identifier', name) ? [found('old-tensor-name', path, { name })] : [];
}
