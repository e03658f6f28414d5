import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import type { ModelDescription } from '../model';
import { fieldOf, found, groupsIn, isEmpty, isOld } from './places';

/** Accounts that the zoo's library knows not to exist. */
const unknownAccounts = ['arratemunoz', 'lmescu'];

/** Citations that can be found, accounts that can exist. Whether a GitHub account exists is not asked. */
export function peopleRules(description: ModelDescription, raw: Fields): Finding[] {
  if (isOld(description)) {
    return [];
  }
  const groups = ['authors', 'maintainers', 'packaged_by'].map(field => [raw[field], [field]] as const);
  const converters = description.weights.map(({ format }) => {
    const path = ['weights', format, 'authors'];
    return [fieldOf(raw, ...path), path] as const;
  });
  const people = [...groups, ...converters].flatMap(([list, path]) => groupsIn(list, path));
  const accounts = people.filter(({ fields }) => unknownAccounts.includes(String(fields.github_user).toLowerCase()));
  const citations = groupsIn(raw.cite, ['cite']).filter(({ fields }) => isEmpty(fields.doi) && isEmpty(fields.url));
  return [
    ...accounts.map(({ fields, path }) =>
      found('github-user-unknown', [...path, 'github_user'], { found: fields.github_user })
    ),
    ...citations.map(({ path }) => found('cite-target', path))
  ];
}
