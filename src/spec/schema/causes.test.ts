import { describe as group, expect, it } from 'vitest';
import { describe } from '../messages';
import { readRaw } from '../read';
import { whole } from '../testing/whole';
import { problemOf } from './formats';

group('a wrong text is told its true cause', () => {
  it.each([
    ['doi', 'https://doi.org/10.1234/5', 'an address stands in front'],
    ['doi', 'http://dx.doi.org/10.1234/5', 'an address stands in front'],
    ['doi', 'doi:10.1234/5', 'the word “doi”'],
    ['doi', 'https://example.org/paper', 'belongs into “url”'],
    ['doi', ' 10.1234/5', 'blanks before or after'],
    ['doi', 'nature12373', 'does not begin with “10.”'],
    ['doi', '10.12/5', 'fewer than four digits'],
    ['doi', '10.1234', 'nothing follows its first part'],
    ['email', 'someone', 'no @'],
    ['email', 'someone@lab', 'no ending such as .org'],
    ['email', 'a@b@uni.edu', 'more than one @'],
    ['email', '@uni.edu', 'nothing stands before its @'],
    ['email', 'ada@', 'nothing follows its @'],
    ['email', 'ada lovelace@uni.edu', 'a blank inside'],
    ['email', 'ada..b@uni.edu', 'a dot too many'],
    ['email', 'ada@uni.test', 'its ending leads nowhere'],
    ['timestamp', '31.01.2025', 'the year does not stand first'],
    ['timestamp', '2025/01/31', 'not separated by “-”'],
    ['timestamp', '2025-1-31', 'two digits each'],
    ['timestamp', '2025-13-01', 'no such month'],
    ['timestamp', '2025-02-30', 'no such day'],
    ['timestamp', '2025-01-31T25:00', 'no such time of the day'],
    ['timestamp', 'yesterday', 'no digits'],
    ['license', 'mit', 'capital and small letters count'],
    ['license', 'CC BY 4.0', 'joined by “-”'],
    ['license', 'CC-BY', 'its version is missing'],
    ['license', 'https://opensource.org/license/mit', 'an address, not a name'],
    ['license', 'my own', 'the list has no such name']
  ])('%s %s: %s', (format, text, cause) => {
    expect(problemOf(format, text)?.data?.problem).toContain(cause);
  });
});

it('puts place, value and cause into one sentence', () => {
  const raw = whole();
  raw.cite[0].doi = '10.12/5';
  const said = readRaw(raw).findings.map(describe);
  expect(said).toContain(
    "The first citation's DOI is “10.12/5”, which is no DOI: fewer than four digits follow its “10.”. Write it such as 10.1234/5."
  );
});
