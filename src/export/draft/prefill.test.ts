import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { editField } from './edit';
import { makeDraft } from './prefill';
import { candidate, draftOf, now } from '../testing/prepared';
import { VERSION } from '../version';

describe('makeDraft', () => {
  it('leaves empty what only the researcher can know, and marks it', () => {
    const { authors, license, data } = draftOf().fields;
    for (const field of [authors, license, data]) {
      expect(field).toMatchObject({ origin: null, onlyYou: true });
      expect(field.value).toHaveLength(0);
    }
  });

  it('never makes the authors of notebook or papers the authors of the network', () => {
    expect(JSON.stringify(draftOf().fields.authors)).not.toMatch(/Ronneberger|Chamier/);
  });

  it('says of each value where it came from', () => {
    const draft = draftOf();
    expect(draft.fields.name).toMatchObject({ value: 'nuclei_unet', origin: 'disk' });
    expect(draft.fields.cite).toMatchObject({ origin: 'catalogue' });
    expect(draft.threshold).toEqual({ value: 119.5, origin: 'disk', where: expect.any(String) });
    expect(draftOf({ folder: null }).fields.name.origin).toBe('kernel');
  });

  it('takes the threshold of quality control before the form, and the form before the usual one', () => {
    const notebook = { params: { threshold: 85 } };
    const facts = { ...candidate.facts };
    delete (facts as Record<string, unknown>).average_best_threshold;
    expect(makeDraft(candidate, notebook, now).threshold?.value).toBe(119.5);
    expect(makeDraft({ ...candidate, facts }, notebook, now).threshold).toMatchObject({
      value: 85,
      origin: 'notebook'
    });
    expect(makeDraft({ ...candidate, facts }, undefined, now).threshold).toMatchObject({
      value: 120,
      origin: 'catalogue'
    });
    // The notebook is about another training than this folder's.
    expect(makeDraft({ ...candidate, facts, foreign: true }, notebook, now).threshold?.value).toBe(120);
  });

  it.each([
    ['nuclei_unet', 'nuclei_unet', 'nuclei-unet.bioimageio.zip'],
    ['Zellkörper / größe?', 'Zellkorper _ gro_e', 'zellkorper-gro-e.bioimageio.zip'],
    ['x', 'x U-Net (2D)', 'x-u-net-2d.bioimageio.zip'],
    ['../../etc', 'etc U-Net (2D)', 'etc-u-net-2d.bioimageio.zip'],
    ['细胞核', 'U-Net (2D)', 'u-net-2d.bioimageio.zip'],
    ['y'.repeat(200), 'y'.repeat(64), `${'y'.repeat(64)}.bioimageio.zip`]
  ])('turns the model name %j into a name and a file that the zoo accepts', (modelName, name, fileName) => {
    const draft = draftOf({ modelName });
    expect(draft.fields.name.value).toBe(name);
    expect(draft.fileName.value).toBe(fileName);
  });

  it('guesses nuclei and fluorescence from names, and leaves them out where no name says so', () => {
    expect(draftOf().fields.tags.value).toEqual(expect.arrayContaining(['nuclei', 'fluorescence-light-microscopy']));
    const silent = draftOf({ modelName: 'model_7', facts: {} }).fields.tags.value;
    expect(silent).not.toContain('nuclei');
    expect(silent).not.toContain('fluorescence-light-microscopy');
  });

  it('asks which network it is, naming the choices, where several fit', () => {
    const alternatives = [
      { id: 'unet_2d' as const, name: 'U-Net (2D)', why: '' },
      { id: 'unet_2d' as const, name: 'U-Net (2D) multilabel', why: '' }
    ];
    expect(() => draftOf({ network: null, alternatives })).toThrow('U-Net (2D), U-Net (2D) multilabel');
  });

  it('refuses a folder without weights', () => {
    expect(() => draftOf({ weights: [] })).toThrow('no trained weights');
  });

  it('does without a loss table that is none', () => {
    const broken = { value: { columns: ['loss'], rows: [[1, 2]] }, origin: 'disk' as const, where: '' };
    expect(draftOf({ facts: { losses: broken } }).losses).toBeNull();
  });
});

it('has the version of the package', async () => {
  const text = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ version: VERSION });
});

describe('editField', () => {
  it('keeps the rest and says that the value is the researcher’s', () => {
    const draft = draftOf();
    const edited = editField(draft, 'license', 'CC-BY-4.0');
    expect(edited.fields.license).toMatchObject({ value: 'CC-BY-4.0', origin: 'user', onlyYou: true });
    expect(edited.fields.name).toBe(draft.fields.name);
    expect(draft.fields.license.value).toBe('');
  });

  it('renames the file with the network until the file was named', () => {
    const named = editField(draftOf(), 'name', 'My nuclei');
    expect(named.fileName.value).toBe('my-nuclei.bioimageio.zip');
    const filed = editField(named, 'fileName', 'final');
    expect(filed.fileName).toMatchObject({ value: 'final.bioimageio.zip', origin: 'user' });
    expect(editField(filed, 'name', 'Other name').fileName.value).toBe('final.bioimageio.zip');
  });

  it.each([
    ['a/b\\c.zip', 'a_b_c.bioimageio.zip'],
    ['../x.bioimageio.zip', '_x.bioimageio.zip'],
    ['  ', 'model.bioimageio.zip'],
    ['.hidden', 'hidden.bioimageio.zip']
  ])('keeps the file %j inside its folder', (typed, name) => {
    expect(editField(draftOf(), 'fileName', typed).fileName.value).toBe(name);
  });
});
