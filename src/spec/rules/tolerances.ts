import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import type { ModelDescription, TensorDescription } from '../model';
import { fieldOf, found, isOld, reportedAt } from './places';

/** In place of a list, 0.5.12 and later may name a kind of outputs. */
const outputKinds = ['any_continuous_output', 'any_discrete_output'];

const listPath = ['config', 'bioimageio', 'reproducibility_tolerance'];

/** What an entry has where it does not say (format 0.5, `ReproducibilityTolerance`). */
const defaultTolerance = 1e-3;

/**
 * Tolerances name outputs that exist, and those of whole numbers or flags must be met exactly: there the tolerance is
 * how many elements may differ. As in the zoo's library the first entry that names an output is the one that counts.
 */
export function toleranceRules(description: ModelDescription, raw: Fields): Finding[] {
  const list = fieldOf(raw, ...listPath);
  if (isOld(description) || !Array.isArray(list)) {
    return [];
  }
  const seen = new Set<string>();
  const outputs = new Map([...description.outputs].reverse().map(output => [output.id, output]));
  const known = description.outputs.map(output => output.id);
  const ofKind = outputsOfKind(description);
  return list.flatMap((entry: unknown, index) => {
    const named = isFields(entry) && Array.isArray(entry.output_ids) ? entry.output_ids.map(String) : [];
    const first = [...new Set(named)].filter(id => !seen.has(id));
    first.forEach(id => seen.add(id));
    ofKind(entry).forEach(id => seen.add(id));
    return first.flatMap(id => entryRules(entry, index, id, { output: outputs.get(id), known }));
  });
}

/** The outputs that an entry means by their kind; each kind once, as entries may be many. */
function outputsOfKind({ outputs }: ModelDescription): (entry: unknown) => readonly string[] {
  const left = new Set(outputKinds);
  return entry => {
    const kind = fieldOf(entry, 'output_ids');
    if (typeof kind !== 'string' || !left.delete(kind)) {
      return [];
    }
    const discrete = kind === 'any_discrete_output';
    return outputs.filter(tensor => isDiscrete(tensor) === discrete).map(tensor => tensor.id);
  };
}

interface Named {
  /** The output of this id, where there is one. */
  readonly output?: TensorDescription;
  readonly known: readonly string[];
}

function entryRules(entry: unknown, index: number, id: string, { output, known }: Named): Finding[] {
  const path = [...listPath, index];
  if (!output) {
    return [reportedAt([], found('tolerance-output', [...path, 'output_ids'], { tensor: id, known }))];
  }
  const fields = ['relative_tolerance', 'absolute_tolerance'].filter(
    field => (fieldOf(entry, field) ?? defaultTolerance) !== 0
  );
  return isDiscrete(output)
    ? fields.map(field => reportedAt([], found('tolerance-discrete', [...path, field], { tensor: id })))
    : [];
}

/** Whole numbers and flags; the type of the first channel stands for all. */
export function isDiscrete({ data }: TensorDescription): boolean {
  return !data[0].type.startsWith('float');
}
