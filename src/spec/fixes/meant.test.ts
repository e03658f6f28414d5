import { describe, expect, it } from 'vitest';
import { meantLicence } from './licence';
import { nearest } from './nearest';
import { meantDoi, meantEmail, meantGithubUser, meantOrcid, meantUrl } from './people';
import { cutAtWord, meantFormatVersion, meantName, meantTime, meantVersion } from './wording';

function table(name: string, read: (found: string) => string | undefined, rows: [string, string | undefined][]): void {
  describe(name, () => {
    it.each(rows)('%s', (found, expected) => {
      expect(read(found)).toBe(expected);
    });
  });
}

table('a licence', meantLicence, [
  ['BSD 3', 'BSD-3-Clause'],
  ['3-clause BSD', undefined],
  ['BSD 2-Clause License', 'BSD-2-Clause'],
  ['BSD', undefined],
  ['CC BY 4.0', 'CC-BY-4.0'],
  ['cc-by-nc-sa 4.0', 'CC-BY-NC-SA-4.0'],
  ['Creative Commons Attribution 4.0 International', 'CC-BY-4.0'],
  ['Creative Commons Attribution-NonCommercial 4.0', 'CC-BY-NC-4.0'],
  ['https://creativecommons.org/licenses/by-sa/4.0/legalcode', 'CC-BY-SA-4.0'],
  ['https://creativecommons.org/publicdomain/zero/1.0/', 'CC0-1.0'],
  ['CC0', 'CC0-1.0'],
  ['mit', 'MIT'],
  ['The MIT License', 'MIT'],
  ['https://opensource.org/licenses/MIT', 'MIT'],
  ['Apache 2', 'Apache-2.0'],
  ['Apache License, Version 2.0', 'Apache-2.0'],
  ['GPLv3', 'GPL-3.0-only'],
  ['GPL v3', 'GPL-3.0-only'],
  ['GPL-3.0+', 'GPL-3.0-or-later'],
  ['GNU General Public License v2.0', 'GPL-2.0-only'],
  ['LGPLv3', 'LGPL-3.0-only'],
  ['MPL 2.0', 'MPL-2.0'],
  ['proprietary', undefined],
  ['', undefined]
]);

table('an ORCID', meantOrcid, [
  ['https://orcid.org/0000-0002-1825-0097', '0000-0002-1825-0097'],
  ['0000 0002 1694 233x', '0000-0002-1694-233X'],
  ['0000-0002-1825-0098', undefined],
  ['0000-0002-1825', undefined]
]);

table('a DOI', meantDoi, [
  ['https://doi.org/10.1038/s41467-021-22518-0', '10.1038/s41467-021-22518-0'],
  ['doi: 10.1000/xyz(1).', '10.1000/xyz(1)'],
  ['(doi:10.1000/xyz).', '10.1000/xyz'],
  ['see http://dx.doi.org/10.1234%2Fabc', '10.1234/abc'],
  ['https://example.com/paper', undefined]
]);

table('an e-mail address', meantEmail, [
  ['mailto:a.b@uni.edu', 'a.b@uni.edu'],
  ['Ada <ada@uni.edu>', 'ada@uni.edu'],
  ['ada (at) uni.edu', 'ada@uni.edu'],
  ['ada@uni', undefined]
]);

table('a GitHub user', meantGithubUser, [
  ['https://github.com/ada/', 'ada'],
  ['@ada', 'ada'],
  ['Ada Lovelace, London', undefined]
]);

table('a web address', meantUrl, [
  ['www.example.com/a b', 'https://www.example.com/a%20b'],
  ['http:/example.com', 'http://example.com'],
  ['example', undefined],
  ['javascript:alert(1)', undefined]
]);

table('a name', meantName, [
  ['Nuclei/2D: “fluo”', 'Nuclei-2D- fluo'],
  ['Zellkörper & Kerne [3D]', 'Zellkorper and Kerne (3D)'],
  ['核', undefined]
]);

table('a version', meantVersion, [
  ['version 1,2', '1.2'],
  ['2024-01-05', '2024.01.05'],
  ['the first', undefined]
]);

table('a time', meantTime, [
  ['2024/1/5', '2024-01-05T00:00:00'],
  ['2024-02-30', undefined],
  ['yesterday', undefined]
]);

table('a format version', meantFormatVersion, [
  ['v0.5.4', '0.5.4'],
  ['0.4', '0.4.0'],
  ['1.0', undefined]
]);

table('a slip of the finger', found => nearest(found, ['x', 'y', 'channel', 'batch', 'float32', 'float64']), [
  ['chanel', 'channel'],
  ['Chan nel', 'channel'],
  ['btach', 'batch'],
  ['float16', undefined],
  ['z', undefined],
  ['a'.repeat(100_000), undefined]
]);

it('cuts texts at a word, and words that are too long', () => {
  expect(cutAtWord('one two three', 9)).toBe('one two');
  expect(cutAtWord('abcdefghij', 4)).toBe('abcd');
  expect(cutAtWord('short', 9)).toBe('short');
});
