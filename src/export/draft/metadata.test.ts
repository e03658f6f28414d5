import { expect, it } from 'vitest';
import { applyMetadata, isOrcid } from './metadata';
import { candidate, draftOf } from '../testing/prepared';

it('takes the description’s own keys', () => {
  const { fields } = applyMetadata(draftOf(), {
    name: 'My nuclei',
    description: 'Finds nuclei.',
    authors: [{ name: 'Ada Lovelace', affiliation: 'London', orcid: 'https://orcid.org/0000-0002-1825-0097' }],
    license: 'CC-BY-4.0',
    tags: ['nuclei'],
    version: 1.5,
    data: 'HeLa cells, DAPI.'
  });
  expect(fields.name.value).toBe('My nuclei');
  expect(fields.authors.value).toEqual([{ name: 'Ada Lovelace', affiliation: 'London', orcid: '0000-0002-1825-0097' }]);
  expect(fields.license).toMatchObject({ value: 'CC-BY-4.0', origin: 'user' });
  expect(fields.tags.value).toEqual(['nuclei']);
  expect(fields.version.value).toBe('1.5');
  expect(fields.data.value).toBe('HeLa cells, DAPI.');
});

it('adds citations of the data to those of the method', () => {
  const before = draftOf().fields.cite.value;
  const { value } = applyMetadata(draftOf(), {
    cite: [
      { text: 'My data', doi: 'https://doi.org/10.5281/zenodo.1' },
      { text: 'U-Net', doi: before[1].doi }
    ]
  }).fields.cite;
  expect(value).toHaveLength(before.length + 1);
  expect(value).toContainEqual({ text: 'My data', doi: '10.5281/zenodo.1' });
});

it.each([
  ['a text', 'text', /list of "key: value" lines/],
  ['a list', [1], /a list/],
  ['nothing', null, /empty/],
  ['an unknown key', { licence: 'MIT' }, /"licence".*name, description/],
  ['a key of the prototype', { constructor: 'x' }, /"constructor"/],
  ['authors as a text', { authors: 'Ada' }, /"authors" must be a list/],
  ['an author without a name', { authors: [{ affiliation: 'x' }] }, /"authors\[0\].name" must be a text/],
  ['an unknown key of an author', { authors: [{ name: 'A', mail: 'x' }] }, /"mail"/],
  ['a slash in an author', { authors: [{ name: 'A/B' }] }, /slash/],
  ['a wrong ORCID', { authors: [{ name: 'A', orcid: '0000-0002-1825-0098' }] }, /ORCID/],
  ['a citation without address', { cite: [{ text: 'x' }] }, /"doi" or a "url"/],
  ['a wrong DOI', { cite: [{ text: 'x', doi: 'zenodo.1' }] }, /DOI/],
  ['a number for a name', { name: 12345 }, /"name" must be a text, but it is 12345/],
  ['a name with a slash', { name: 'nuclei/unet' }, /letters, digits/],
  ['a number among the tags', { tags: ['a', 2] }, /"tags\[1\]"/],
  ['a version that is none', { version: 'final' }, /0\.1\.0/],
  ['too long a description', { description: 'x'.repeat(1025) }, /1024/]
])('refuses %s and says which key', (_, metadata, message) => {
  expect(() => applyMetadata(draftOf(), metadata)).toThrow(message as RegExp);
});

it('takes output, weights and threshold under zooport', () => {
  const weights = [...candidate.weights, { ...candidate.weights[0], id: 'w2', label: 'weights_last.keras', kind: 'last' as const }]; // prettier-ignore
  const draft = draftOf({ weights });
  const chosen = applyMetadata(draft, { zooport: { output: 'mask', weights: 'last', threshold: 99 } });
  expect(chosen).toMatchObject({ output: 'mask', weights: 'w2', threshold: { value: 99, origin: 'user' } });
  expect(applyMetadata(draft, { zooport: { weights: 'weights_last.keras' } })).toMatchObject({
    output: 'probability',
    weights: 'w2',
    threshold: draft.threshold
  });
});

it.each([
  ['a text', 'mask', /"zooport" must be a list of "key: value"/],
  ['another key', { kind: 'mask' }, /"kind", which is not one of output, weights, threshold/],
  ['an output of another network', { output: 'labels' }, /"labels", but U-Net \(2D\) gives: probability .*mask/],
  ['weights that are not there', { weights: 'last' }, /has: best \(weights_best.keras\)/],
  ['a threshold without a mask', { threshold: 100 }, /only for the output "mask".*"probability"/],
  ['a threshold off the scale', { output: 'mask', threshold: 300 }, /0 to 255, but it is 300/],
  ['a threshold in words', { output: 'mask', threshold: 'high' }, /0 to 255, but it is "high"/]
])('refuses %s under zooport', (_, zooport, message) => {
  expect(() => applyMetadata(draftOf(), { zooport })).toThrow(message);
});

it('knows the check digit of an ORCID', () => {
  expect(isOrcid('0000-0002-1694-233X')).toBe(true);
  expect(isOrcid('0000-0002-1694-2330')).toBe(false);
});
