import type { Finding } from '../finding';
import type { ModelDescription } from '../model';
import { found } from './places';

/** In place of a list, 0.5.12 and later may name a kind of outputs. */
export const outputKinds = ['any_continuous_output', 'any_discrete_output'];

/** A tolerance for an output that does not exist is never used: an error of the format since 0.5.14. */
export function toleranceRules({ tolerances, outputs }: ModelDescription): Finding[] {
  const known = [...outputs.map(tensor => tensor.id), ...outputKinds];
  return tolerances.flatMap(({ outputs: named }, index) =>
    named
      .filter(tensor => !known.includes(tensor))
      .map(tensor =>
        found(
          'tolerance-output',
          ['config', 'bioimageio', 'reproducibility_tolerance', index, 'output_ids'],
          { tensor },
          'warning'
        )
      )
  );
}
