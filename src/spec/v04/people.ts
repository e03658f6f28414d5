import { isFields } from '../cursor';
import type { Fields } from '../cursor';

/** A text counts as a list of its characters, as in Python. */
function listed(value: unknown): unknown[] | undefined {
  return Array.isArray(value) ? (value as unknown[]) : typeof value === 'string' ? [...value] : undefined;
}

function eachOf(fields: Fields, keys: readonly string[], change: (entry: unknown) => unknown): Fields {
  const changed = keys.flatMap(key => {
    const list = listed(fields[key]);
    return list ? [[key, list.map(change)] as const] : [];
  });
  return { ...fields, ...Object.fromEntries(changed) };
}

/** Names had slashes until 0.4.6. */
export function withoutSlashes(fields: Fields): Fields {
  return withName(eachOf(fields, ['authors', 'maintainers'], person => (isFields(person) ? withName(person) : person)));
}

function withName(fields: Fields): Fields {
  return typeof fields.name === 'string' ? { ...fields, name: fields.name.replaceAll(/[/\\]/g, '') } : fields;
}

/** DOIs may be written with their address, which the format does not say. */
export function bareDois(fields: Fields): Fields {
  return eachOf(fields, ['cite'], entry => (isFields(entry) ? bareDoi(entry) : entry));
}

function bareDoi(entry: Fields): Fields {
  const { doi } = entry;
  return typeof doi === 'string'
    ? { ...entry, doi: doi.replace(/^(https:\/\/doi\.org\/|http:\/\/dx\.doi\.org\/)/, '') }
    : entry;
}

/** Accounts may be written with their address, which the format does not say. */
export function bareUsers(fields: Fields): Fields {
  const lists = ['authors', 'maintainers'].filter(key => Array.isArray(fields[key]));
  return eachOf(fields, lists, person => {
    const user = isFields(person) ? person.github_user : undefined;
    return isFields(person) && typeof user === 'string'
      ? { ...person, github_user: user.replace(/^https:\/\/github\.com\//, '') }
      : person;
  });
}

/** An author may be a bare name, which the format does not say. */
export function namedAuthors(fields: Fields): Fields {
  return eachOf(fields, ['authors'], author => (typeof author === 'string' ? { name: author } : author));
}
