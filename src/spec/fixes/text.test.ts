import { describe, expect, it } from 'vitest';
import type { Edit } from '../fix';
import { parseYaml } from '../yaml/yaml';
import { applyFix, applyFixToText, joinFixes } from './apply';

const text = `%YAML 1.2
---
# written by hand
format_version: 0.5.4   # the format
name:  'Nuclei'
authors:
- name: A. Researcher   # first
  orcid: https://orcid.org/0000-0002-1825-0097

- {name: B, affiliation: "Here, there"}
tags: [nuclei, 2d]
description: |
  Two lines,
  kept.
inputs:
  - id: raw
    axes:
      - type: batch
      - id: y
        type: space
        size: {min: 64, step: 16}
    preprocessing:
      - id: scale_range
        kwargs:
          max_percentile: 1e-3
weights: {}
license:
timestamp: 2024-02-03T04:05:06Z
`;

async function changed(edits: readonly Edit[], from = text): Promise<string> {
  const fix = { label: '', edits };
  const raw = parseYaml(from).value as Record<string, unknown>;
  const mended = await applyFixToText(from, fix);
  // Text and plain value mean the same afterwards, whatever the edit.
  expect(parseYaml(mended).value).toEqual(applyFix(raw, fix));
  return mended;
}

/** The lines that differ, old and new. */
async function difference(edits: readonly Edit[], from = text): Promise<[string[], string[]]> {
  const [before, after] = [from.split('\n'), (await changed(edits, from)).split('\n')];
  return [before.filter(line => !after.includes(line)), after.filter(line => !before.includes(line))];
}

describe('a mend of the text changes only its own characters:', () => {
  it.each<[string, Edit, string[], string[]]>([
    [
      'a value',
      { op: 'set', path: ['authors', 0, 'orcid'], value: '0000-0002-1825-0097' },
      ['  orcid: https://orcid.org/0000-0002-1825-0097'],
      ['  orcid: "0000-0002-1825-0097"']
    ],
    ['a quoted value', { op: 'set', path: ['name'], value: 'Nuclei 2D' }, ["name:  'Nuclei'"], ['name:  "Nuclei 2D"']],
    [
      'a value with a comment behind it',
      { op: 'set', path: ['authors', 0, 'name'], value: 'A: R' },
      ['- name: A. Researcher   # first'],
      ['- name: "A: R"   # first']
    ],
    [
      'a value in braces',
      { op: 'set', path: ['inputs', 0, 'axes', 1, 'size', 'min'], value: 32 },
      ['        size: {min: 64, step: 16}'],
      ['        size: {min: 32, step: 16}']
    ],
    ['an empty value', { op: 'set', path: ['license'], value: 'CC-BY-4.0' }, ['license:'], ['license: CC-BY-4.0']],
    ['empty braces', { op: 'set', path: ['weights', 'onnx'], value: { source: 'a.onnx' } }, ['weights: {}'], ['weights: {onnx: {source: a.onnx}}']], // prettier-ignore
    ['a new field', { op: 'set', path: ['inputs', 0, 'axes', 1, 'unit'], value: 'micrometer' }, [], ['        unit: micrometer']], // prettier-ignore
    [
      'a new entry of a list',
      {
        op: 'set',
        path: ['inputs', 0, 'preprocessing', 1],
        value: { id: 'ensure_dtype', kwargs: { dtype: 'float32' } }
      },
      [],
      ['      - {id: ensure_dtype, kwargs: {dtype: float32}}']
    ],
    ['a new entry in brackets', { op: 'set', path: ['tags', 2], value: 'yes' }, ['tags: [nuclei, 2d]'], ['tags: [nuclei, 2d, "yes"]']], // prettier-ignore
    [
      'a block that becomes one line',
      { op: 'set', path: ['inputs', 0, 'preprocessing', 0, 'kwargs'], value: {} },
      ['        kwargs:', '          max_percentile: 1e-3'],
      ['        kwargs: {}']
    ],
    ['a field that goes', { op: 'remove', path: ['name'] }, ["name:  'Nuclei'"], []],
    ['the first field behind a dash', { op: 'remove', path: ['inputs', 0, 'axes', 1, 'id'] }, ['      - id: y', '        type: space'], ['      - type: space']], // prettier-ignore
    ['a block text that goes', { op: 'remove', path: ['description'] }, ['description: |', '  Two lines,', '  kept.'], []], // prettier-ignore
    ['an entry that goes', { op: 'remove', path: ['inputs', 0, 'axes', 0] }, ['      - type: batch'], []],
    ['an entry in brackets that goes', { op: 'remove', path: ['tags', 0] }, ['tags: [nuclei, 2d]'], ['tags: [2d]']],
    ['the last entry in brackets', { op: 'remove', path: ['tags', 1] }, ['tags: [nuclei, 2d]'], ['tags: [nuclei]']],
    [
      'a field in braces that goes',
      { op: 'remove', path: ['authors', 1, 'name'] },
      ['- {name: B, affiliation: "Here, there"}'],
      ['- {affiliation: "Here, there"}']
    ],
    [
      'the only entry of a list',
      { op: 'remove', path: ['inputs', 0, 'preprocessing', 0, 'kwargs', 'max_percentile'] },
      ['        kwargs:', '          max_percentile: 1e-3'],
      ['        kwargs: {}']
    ],
    ['another name for a field', { op: 'rename', path: ['tags'], key: 'keywords' }, ['tags: [nuclei, 2d]'], ['keywords: [nuclei, 2d]']] // prettier-ignore
  ])('%s', async (_, edit, gone, came) => {
    expect(await difference([edit])).toEqual([gone, came]);
  });

  it('with Windows line ends and a byte order mark', async () => {
    const windows = `\uFEFF${text.replace(/\n/g, '\r\n')}`;
    const mended = await changed([{ op: 'set', path: ['inputs', 0, 'axes', 1, 'unit'], value: 'pixel' }], windows);
    expect(mended.startsWith('\uFEFF%YAML')).toBe(true);
    expect(mended.split('\r\n').length).toBe(text.split('\n').length + 1);
    expect(mended.replace(/\r\n/g, '')).not.toContain('\n');
  });

  it('and writes out what stood behind an alias, whose other uses stay', async () => {
    const aliased = '# keep\na: &one {x: 1}\nb: *one\nc: {<<: *one, y: 2}\n';
    expect(await changed([{ op: 'set', path: ['b', 'x'], value: 2 }], aliased)).toContain('# keep');
    expect(await changed([{ op: 'remove', path: ['c', 'x'] }], aliased)).toContain('a: &one {');
  });
});

it('reaches only what is there', () => {
  const raw = { a: 1, b: [1] };
  expect(applyFix(raw, { label: '', edits: [{ op: 'set', path: ['a', 'x'], value: 1 }] })).toEqual(raw);
  expect(applyFix(raw, { label: '', edits: [{ op: 'set', path: ['b', 5], value: 1 }] })).toEqual(raw);
  expect(applyFix(raw, { label: '', edits: [{ op: 'remove', path: ['c', 'd'] }] })).toEqual(raw);
  expect(applyFix(raw, { label: '', edits: [{ op: 'set', path: ['c', 'd'], value: 1 }] })).toEqual({
    ...raw,
    c: { d: 1 }
  });
});

it('leaves the original as it is', () => {
  const raw = { inputs: [{ id: 'A' }] };
  const mended = applyFix(raw, { label: '', edits: [{ op: 'set', path: ['inputs', 0, 'id'], value: 'a' }] });
  expect([raw.inputs[0].id, mended]).toEqual(['A', { inputs: [{ id: 'a' }] }]);
});

it('makes several mends at once, each where it was meant', () => {
  const remove = (index: number) => ({ label: `${index}`, edits: [{ op: 'remove', path: ['tags', index] }] as const });
  const raw = { tags: ['a', 'b', 'c', 'd'], old: { x: 1 } };
  const moved = {
    label: '',
    edits: [
      { op: 'rename', path: ['old'], key: 'new' },
      { op: 'set', path: ['old', 'x'], value: 2 }
    ] as const
  };
  const joined = joinFixes([remove(0), moved, remove(2), remove(2)]);
  expect(applyFix(raw, joined)).toEqual({ tags: ['b', 'd'], new: { x: 2 } });
});
