import { expect, it } from 'vitest';
import { editField } from '../draft/edit';
import { markdown, xml } from './escape';
import { writeReadme } from './readme';
import { candidate, draftOf, partsOf } from '../testing/prepared';
import { usageSection } from './usage';

it('has the heading that the zoo looks for, with the quality control’s numbers', () => {
  const readme = writeReadme(partsOf());
  const validation = readme.slice(readme.indexOf('\n## Validation\n'));
  expect(readme).toMatch(/^#.*[vV]alidation/m);
  expect(validation).toContain('mean: 0.812');
});

it('gives the IoU of each held-out image where it is known', () => {
  const rows = [
    { name: '/data/held out/im1.tif', iou: 0.91 },
    { name: 'im2.tif', iou: 0.7 }
  ];
  const facts = { ...candidate.facts, qc_images: { value: rows, origin: 'disk' as const, where: 'QC_metrics.csv' } };
  const readme = writeReadme(partsOf({ draft: draftOf({ facts }) }));
  expect(readme).toContain('| im1.tif | 0.910 |');
  expect(readme).toContain('| im2.tif | 0.700 |');
});

it('says that nothing is known of its quality where there was no quality control', () => {
  expect(writeReadme(partsOf({ draft: draftOf({ facts: {} }) }))).toContain('how well it works is not known');
});

it('says what it was trained on, with folder names but no path of the researcher’s machine', () => {
  const readme = writeReadme(partsOf());
  expect(readme).toContain('| Folder of the training images | images |');
  expect(readme).toContain('| Epochs | 25 |');
  expect(readme).not.toMatch(/lovelace|\/home/);
});

it('shows the losses and names the best epoch', () => {
  const readme = writeReadme(partsOf());
  expect(readme).toContain('](training_losses.svg)');
  expect(readme).toContain('lowest (0.4) in epoch 2 of 3');
});

it('says how to make a mask from the probability, as (T + 0.5) / 255', () => {
  const readme = writeReadme(partsOf());
  expect(readme).toContain(`above ${(119.5 / 255).toFixed(4)}`);
  expect(readme).toContain('T = 119 ');
});

it('marks what only the researcher knows until it is said', () => {
  expect(writeReadme(partsOf())).toMatch(/Authors: not stated[\s\S]*Licence: not stated/);
  let draft = editField(draftOf(), 'license', 'CC-BY-4.0');
  draft = editField(draft, 'authors', [{ name: 'Ada Lovelace', affiliation: 'London' }]);
  draft = editField(draft, 'data', 'HeLa cells.');
  const readme = writeReadme(partsOf({ draft }));
  expect(readme).toContain('- Authors: Ada Lovelace (London)');
  expect(readme).toContain('- Licence: CC-BY-4.0');
  expect(readme).toContain('HeLa cells.');
  expect(readme).not.toContain('Not stated');
});

it('lets no name, citation or text become markup, a link or a new section', () => {
  const evil =
    '<img src=x onerror=alert(1)> ![x](http://a.b/c) [y](javascript:z) `code` | cell\n\n## Validation\n<script>';
  let draft = draftOf({ modelName: evil });
  for (const name of ['description', 'data'] as const) {
    draft = editField(draft, name, evil);
  }
  draft = editField(draft, 'authors', [{ name: evil, affiliation: evil }]);
  draft = editField(draft, 'fileName', evil);
  draft = editField(draft, 'cite', [
    { text: evil, url: 'javascript:alert(1)' },
    { text: evil, doi: '10.1234/) [x](y' }
  ]);
  const readme = writeReadme(partsOf({ draft }));
  expect(readme).not.toMatch(/<(img|script)/i);
  expect(readme).not.toMatch(/(?<!\\)\]\(javascript/i);
  expect(readme).not.toMatch(/(?<!\\)!\[x/);
  expect(readme.match(/^## Validation$/gm)).toHaveLength(1);
  expect(readme).not.toContain('10.1234/) [x](y');
});

it('leaves ordinary words as they are', () => {
  expect(markdown('HeLa cells (63x), 3.15.1 - a test')).toBe('HeLa cells (63x), 3.15.1 - a test');
  expect(markdown('1. first')).toBe('1\\. first');
  expect(markdown('- first')).toBe('\\- first');
  expect(xml('a<b>&"c"')).toBe('a&lt;b&gt;&amp;&quot;c&quot;');
});

it('says what cutting the test images out of a larger one changes', () => {
  const parts = partsOf();
  const readmeWith = (recipe: Record<string, unknown>, crop: object = {}) => {
    const parameters = Object.fromEntries(
      Object.entries(recipe).map(([name, value]) => [name, { value, origin: 'disk' as const, where: 'a file' }])
    );
    const input = { ...parts.prepared.input, ...crop };
    return usageSection({
      ...parts,
      prepared: { ...parts.prepared, input, recipe: { ...parts.prepared.recipe, parameters } }
    }).join(' ');
  };
  const cut = readmeWith({ pmin: 1, pmax: 99.8, tile: [256, 256] });
  expect(cut).toContain('a part of a larger one (64 x 64 pixels): 8 x 12 pixels from 4, 0 on');
  expect(cut).toContain('Its percentiles are those of the part');
  expect(cut).toContain('leaves seams where they meet');
  expect(readmeWith({ means: [3], stds: [1] })).not.toMatch(/percentiles are those|value are those|seams/);
  expect(readmeWith({ downscaling: [1, 1, 1] })).toContain('Its smallest and largest value are those of the part');
  const volume = { crop: { z: 2, y: 4, x: 0, depth: 4, height: 8, width: 12 }, imageShape: [9, 64, 64] };
  expect(readmeWith({}, volume)).toContain('(9 x 64 x 64 pixels): 4 x 8 x 12 pixels from 2, 4, 0 on');
  expect(readmeWith({}, { imageShape: [64, 64, 3] })).toContain('(64 x 64 pixels)');
  expect(readmeWith({}, { crop: { y: 0, x: 0, height: 64, width: 64 } })).not.toContain('a part of a larger one');
});
