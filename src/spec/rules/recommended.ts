import { isFields } from '../cursor';
import type { Fields } from '../cursor';
import type { Finding } from '../finding';
import type { ModelDescription } from '../model';
import { found, isOld, tensorsOf } from './places';

const recommended = ['authors', 'description', 'documentation', 'cite', 'license', 'tags'];

/** Fields that the format leaves optional and the zoo asks for. In 0.4 they are required and reported as missing. */
export function recommendedRules(description: ModelDescription, raw: Fields): Finding[] {
  if (isOld(description)) {
    return [];
  }
  const empty = recommended.filter(field => isEmpty(raw[field]));
  const tensors = tensorsOf(description);
  return [
    ...empty.map(field => found('field-recommended', [field], undefined, 'warning')),
    ...tensors
      .filter(({ tensor }) => !tensor.testTensor)
      .map(({ tensor, path }) => found('test-tensor-none', [...path, 'test_tensor'], { tensor: tensor.id }, 'warning')),
    ...tensors
      .filter(({ tensor }) => !tensor.sampleTensor)
      .map(({ path }) => found('field-recommended', [...path, 'sample_tensor'], undefined, 'warning')),
    ...(hasContact(raw) ? [] : [found('maintainer-missing', ['maintainers'], undefined, 'warning')]),
    ...(isEmpty(raw.run_mode) ? [] : [found('run-mode', ['run_mode'], undefined, 'warning')])
  ];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function hasContact({ maintainers, authors }: Fields): boolean {
  const reachable = Array.isArray(authors) && authors.some(author => isFields(author) && !isEmpty(author.github_user));
  return !isEmpty(maintainers) || reachable;
}
