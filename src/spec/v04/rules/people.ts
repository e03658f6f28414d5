import { fieldOf, found, groupsIn } from '../../rules/places';
import type { OldRule } from './places';

/** Citations can be found. */
export const peopleRules: OldRule = fields =>
  [...groupsIn(fields.cite, ['cite']), ...groupsIn(fieldOf(fields.training_data, 'cite'), ['training_data', 'cite'])]
    .filter(({ fields: { doi, url } }) => !doi && !url)
    .map(({ path }) => found('cite-target', path));
