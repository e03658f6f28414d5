import { describe, expect, it } from 'vitest';
import { describe as sentence } from '../../spec/messages';
import type { Draft, DraftFields } from './draft';
import { applyDraftFix, draftFindings } from './findings';
import { editField } from './edit';
import { draftOf } from '../testing/prepared';

function drafted(values: { readonly [K in keyof DraftFields]?: DraftFields[K]['value'] }): Draft {
  const whole = {
    name: 'Nuclei in two dimensions',
    description: 'Finds nuclei',
    authors: [{ name: 'A. Researcher', github_user: 'researcher' }],
    license: 'MIT',
    ...values
  };
  return (Object.keys(whole) as (keyof typeof whole)[]).reduce((draft, key) => put(draft, key, whole[key]), draftOf());
}

function put<K extends keyof DraftFields>(draft: Draft, key: K, value: DraftFields[K]['value'] | undefined): Draft {
  return value === undefined ? draft : editField(draft, key, value);
}

const errors = (draft: Draft) => draftFindings(draft).filter(({ finding }) => finding.severity === 'error');

it('has no error to name in a draft that is complete', () => {
  expect(errors(drafted({})).map(({ finding }) => sentence(finding))).toEqual([]);
});

describe('says beside the field what is wrong, and mends it:', () => {
  it.each<[string, Parameters<typeof drafted>[0], keyof DraftFields, unknown, unknown]>([
    ['a name with a slash', { name: 'Nuclei/2D' }, 'name', undefined, 'Nuclei-2D'],
    ['a licence as people write it', { license: 'CC BY 4.0' }, 'license', undefined, 'CC-BY-4.0'],
    ['a licence by its address', { license: 'https://creativecommons.org/licenses/by-nc/4.0/' }, 'license', undefined, 'CC-BY-NC-4.0'], // prettier-ignore
    ['a version in words', { version: 'version 1.2' }, 'version', undefined, '1.2'],
    [
      'an ORCID with its address',
      {
        authors: [
          { name: 'B', github_user: 'b' },
          { name: 'A', orcid: 'https://orcid.org/0000-0002-1825-0097' }
        ]
      },
      'authors',
      [1, 'orcid'],
      [
        { name: 'B', github_user: 'b' },
        { name: 'A', orcid: '0000-0002-1825-0097' }
      ]
    ],
    [
      'a DOI with its address',
      { cite: [{ text: 'Paper', doi: 'https://doi.org/10.1234/5' }] },
      'cite',
      [0, 'doi'],
      [{ text: 'Paper', doi: '10.1234/5' }]
    ],
    [
      'a citation with its DOI in the text only',
      { cite: [{ text: 'Paper, doi:10.1234/5' }] },
      'cite',
      [0],
      [{ text: 'Paper, doi:10.1234/5', doi: '10.1234/5' }]
    ],
    ['an author with a slash', { authors: [{ name: 'A/B', github_user: 'a' }] }, 'authors', [0, 'name'], [{ name: 'A B', github_user: 'a' }]] // prettier-ignore
  ])('%s', (_, values, field, path, expected) => {
    const draft = drafted(values);
    const found = errors(draft);
    expect(found.map(finding => [finding.field, finding.path])).toEqual([[field, path]]);
    const mended = applyDraftFix(draft, found[0]);
    expect(mended.fields[field].value).toEqual(expected);
    expect(mended.fields[field].origin).toBe('user');
    expect(errors(mended)).toEqual([]);
    expect(found[0].apply(draft)).toEqual(mended);
    expect(draft.fields[field].value).toEqual(values[field]);
  });
});

it('renames the file with the name, as typing it would', () => {
  const draft = drafted({ name: 'Zellkerne: 2D' });
  expect(applyDraftFix(draft, errors(draft)[0]).fileName.value).toBe('zellkerne-2d.bioimageio.zip');
});

it('asks for what only the researcher knows, without inventing it', () => {
  const findings = draftFindings(drafted({ authors: [], license: '' })).filter(({ finding }) => finding.severity === 'warning'); // prettier-ignore
  const fields = findings.map(({ field }) => field);
  expect(fields).toEqual(expect.arrayContaining(['authors', 'license']));
  expect(findings.filter(({ field }) => field !== 'tags').map(({ finding }) => finding.fix)).not.toContainEqual(expect.anything()); // prettier-ignore
});

it('says nothing of what the researcher does not edit or choose', () => {
  const fields = new Set(draftFindings(draftOf()).map(({ field }) => field));
  expect([...fields].every(field => field === 'output' || field in draftOf().fields)).toBe(true);
});

it('says before the bundle is made what the notebook does otherwise, and where its training differs', () => {
  const sentences = draftFindings(draftOf()).flatMap(({ field, finding }) => (field === 'output' ? [finding] : []));
  expect(sentences.map(({ code }) => code)).toEqual(['recipe-tiles', 'training-unet-2d']);
  expect(sentences.map(sentence).join(' ')).toMatch(/seams[\s\S]*The bundle does what prediction does/);
});
