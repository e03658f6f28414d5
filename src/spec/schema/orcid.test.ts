import { expect, it } from 'vitest';
import { problemOf } from './formats';

it.each([
  ['0000-0002-1825-0098', 'check digit'],
  ['0000-0002-1825-009', '15 digits'],
  ['0000-0002-1825-00971', '17 digits'],
  ['0000000218250097', 'four groups'],
  ['0000-0002-1825-OO97', 'other characters'],
  ['https://orcid.org/0000-0002-1825-0097', 'address']
])('says what is wrong with the ORCID iD %s', (text, cause) => {
  expect(problemOf('orcid', text)?.data?.problem).toContain(cause);
});

it('takes an ORCID iD whose check digit fits', () => {
  expect(problemOf('orcid', '0000-0002-1825-0097')).toBeUndefined();
});
