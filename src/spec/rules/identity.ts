import type { Finding, Path } from '../finding';
import type { ModelDescription } from '../model';
import { axesOf, found, isOld, tensorsOf } from './places';

const identifier = /^[a-z_][a-z0-9_]*$/;
/** Python's lower-case keywords; ids become names in Python. */
const keywords = new Set(
  'and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' '
  )
);
const mostOfTensorId = 32;
const mostOfAxisId = 16;
const name = { least: 5, most: 128, recommended: 64, characters: /[^A-Za-z0-9_+\- ()]/g };

/** Names and ids: allowed characters, lengths, and no tensor id twice. 0.4 is freer and is not held to them. */
export function identityRules(description: ModelDescription): Finding[] {
  const ids = tensorsOf(description).map(({ tensor, path }) => ({ id: tensor.id, path: [...path, 'id'] }));
  const twice = ids.filter(({ id }, index) => ids.findIndex(other => other.id === id) < index);
  const duplicates = twice.map(({ id, path }) =>
    found('tensor-id-duplicate', path, { id }, 'error', byOf(path, description))
  );
  if (isOld(description)) {
    return duplicates;
  }
  const axes = tensorsOf(description).flatMap(axesOf);
  return [
    ...nameRules(description.name),
    ...modelId(description.id),
    ...ids.flatMap(({ id, path }) => idRule(id, path, mostOfTensorId)),
    ...axes.flatMap(({ axis, path }) => idRule(axis.id, [...path, 'id'], mostOfAxisId)),
    ...duplicates
  ];
}

/** The zoo's library looks for duplicates among the inputs only; an output's is our finding. */
function byOf(path: Path, description: ModelDescription): 'zoo' | 'zooport' {
  return path[0] === 'inputs' || isOld(description) ? 'zoo' : 'zooport';
}

function nameRules(text: string): Finding[] {
  const wrong = [...new Set(text.match(name.characters) ?? [])];
  const length = text.length;
  const findings =
    wrong.length > 0 ? [found('name-characters', ['name'], { name: text, characters: wrong.join(' ') })] : [];
  // An absent name is reported by the reader.
  if (text !== '' && (length < name.least || length > name.most)) {
    return [...findings, found('name-length', ['name'], { length })];
  }
  return length > name.recommended ? [...findings, found('name-long', ['name'], { length }, 'info')] : findings;
}

function modelId(id: string | undefined): Finding[] {
  const fits = id === undefined || (/^[a-z0-9_\-/.]+$/.test(id) && !/^\/|\/$/.test(id));
  const expected = 'lower-case letters, digits, _ - . and /, without a slash at either end';
  return fits ? [] : [found('field-value', ['id'], { found: `the text “${id}”`, expected })];
}

function idRule(id: string, path: Path, most: number): Finding[] {
  const fits = identifier.test(id) && id.length <= most && !keywords.has(id);
  return fits ? [] : [found('id-invalid', path, { id, most })];
}
