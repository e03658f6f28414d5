import type { Fields } from '../cursor';
import type { Finding, FindingBy } from '../finding';
import type { Path } from '../path';
import type { ModelDescription } from '../model';
import { fieldOf, found, groupsIn, isOld, repeated, reportedAt, tensorsOf } from './places';

/** The zoo recommends names and summaries of at most so many characters. */
const longestName = 64;
const longestDescription = 512;

/** No tensor id twice, no model made from itself, names that are not too long. 0.4 has rules of its own. */
export function identityRules(description: ModelDescription, raw: Fields): Finding[] {
  const ids = tensorsOf(description).map(({ tensor, path }) => ({ id: tensor.id, path: [...path, 'id'] }));
  const twice = repeated(ids, ({ id }) => id);
  const duplicates = twice.map(({ id, path }) => duplicate(id, path, byOf(path, description)));
  return isOld(description)
    ? duplicates
    : [...duplicates, ...parentRule(raw), ...lengthRules(raw), ...sourceRules(raw)];
}

function duplicate(id: string, path: Path, by: FindingBy): Finding {
  const finding = found('tensor-id-duplicate', path, { id }, 'error', by);
  // The zoo's library looks at all tensors together, once it has read the outputs.
  return by === 'zoo' ? reportedAt(['outputs'], finding) : finding;
}

/** The zoo's library looks for duplicates among the inputs only; an output's is our finding. */
function byOf(path: Path, description: ModelDescription): FindingBy {
  return path[0] === 'inputs' || isOld(description) ? 'zoo' : 'zooport';
}

function parentRule({ parent, id }: Fields): Finding[] {
  const same = typeof id === 'string' && fieldOf(parent, 'id') === id;
  return same ? [reportedAt([], found('parent-self', ['parent', 'id']))] : [];
}

/** Whether the other model exists and has this output is asked of the zoo, which is not done here. */
function sourceRules({ inputs }: Fields): Finding[] {
  return groupsIn(inputs, ['inputs'])
    .filter(({ fields }) => typeof fields.output_of === 'string')
    .map(({ fields, path }) =>
      found('output-of-unchecked', [...path, 'output_of'], { model: fields.output_of }, 'info', 'zooport')
    );
}

function lengthRules({ name, description }: Fields): Finding[] {
  const [nameLength, length] = [name, description].map(text => (typeof text === 'string' ? [...text].length : 0));
  return [
    ...(nameLength > longestName ? [found('name-long', ['name'], { length: nameLength }, 'info')] : []),
    ...(length > longestDescription ? [found('description-long', ['description'], { length }, 'warning')] : [])
  ];
}
