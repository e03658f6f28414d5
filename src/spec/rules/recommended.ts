import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import type { Path } from '../path';
import type { ModelDescription } from '../model';
import { isDeprecatedLicense } from '../schema/formats';
import { fieldOf, found, groupsIn, isEmpty, isOld, reportedAt } from './places';

const recommended = ['authors', 'description', 'documentation', 'cite', 'license', 'tags'];

/** Fields that the format leaves optional and the zoo asks for. In 0.4 they are required and reported as missing. */
export function recommendedRules(description: ModelDescription, raw: Fields): Finding[] {
  if (isOld(description)) {
    return [];
  }
  const tensors = (['inputs', 'outputs'] as const).flatMap(side => groupsIn(raw[side], [side]));
  return [
    ...recommended.filter(field => isEmpty(raw[field])).map(field => advised([field])),
    ...tensors
      .filter(({ fields }) => isEmpty(fields.test_tensor))
      .map(({ fields, path }) =>
        found('test-tensor-none', [...path, 'test_tensor'], { tensor: fields.id ?? path[0] }, 'warning')
      ),
    ...tensors
      .filter(({ fields }) => isEmpty(fields.sample_tensor))
      .map(({ path }) => advised([...path, 'sample_tensor'])),
    ...(hasContact(raw) ? [] : [reportedAt([], found('maintainer-missing', ['maintainers'], undefined, 'warning'))]),
    ...runModeRules(raw.run_mode),
    ...licenseRules(raw.license)
  ];
}

function advised(path: Finding['path']): Finding {
  return found('field-recommended', path, undefined, 'warning');
}

/** Nobody to ask: only said where authors are named at all, as the zoo does. */
export function hasContact({ maintainers, authors }: Fields): boolean {
  const reachable = groupsIn(authors, []).some(
    ({ fields }) => fields.github_user !== undefined && fields.github_user !== null
  );
  return !isEmpty(maintainers) || isEmpty(authors) || reachable;
}

/** The format names one way to run a model beside the plain one, and hardly any program knows it. */
function runModeRules(mode: unknown): Finding[] {
  const name = fieldOf(mode, 'name');
  const unknown = typeof name === 'string' && name !== 'deepimagej';
  return [
    ...(isEmpty(mode) ? [] : [found('run-mode', ['run_mode'], undefined, 'warning')]),
    ...(unknown ? [found('run-mode-unknown', ['run_mode', 'name'], { found: name }, 'warning')] : [])
  ];
}

/** A licence that is not one of the list's current names. */
export function licenseRules(license: unknown, path: Path = ['license']): Finding[] {
  if (isFields(license)) {
    return [found('license-file', path, { found: fieldOf(license, 'source') }, 'warning')];
  }
  // The zoo's library means to warn of these, too, but does not.
  return isDeprecatedLicense(license)
    ? [found('license-deprecated', path, { found: license }, 'warning', 'zooport')]
    : [];
}
