import { describe, expect, it } from 'vitest';
import { describe as sentence } from './messages';
import { isFindingCode, messages } from './codes';
import { readDescription, readRaw } from './read';
import { faults } from './testing/faults';
import { whole } from './testing/whole';
import type { Whole } from './testing/whole';
import { must } from '../tensor/testing/must';

function changed(change: (description: Whole) => void) {
  const description = whole();
  change(description);
  return readRaw(description);
}

it('reads a description without a fault', () => {
  const { description, findings, files } = readRaw(whole());
  expect(findings).toEqual([]);
  expect(description).toMatchObject({ formatVersion: '0.5.4', name: 'Nuclei in two dimensions' });
  expect(description?.outputs[0].axes[2]).toEqual({
    type: 'space',
    id: 'y',
    size: { tensor_id: 'raw', axis_id: 'y', offset: 0 },
    halo: 16,
    scale: 1
  });
  expect(files.map(({ source }) => source)).toEqual(
    expect.arrayContaining(['README.md', 'cover.png', 'in.npy', 'in.tif', 'out.npy', 'out.tif', 'weights.onnx'])
  );
});

describe('finds what is wrong, and where:', () => {
  it.each(faults)('%s', (_, change, code, where) => {
    const { findings } = changed(change);
    const errors = findings.filter(({ severity }) => severity === 'error');
    const found = errors.find(finding => finding.code === code && writtenPath(finding.path) === where);
    expect(found, errors.map(finding => `${finding.code} at ${writtenPath(finding.path)}`).join(', ')).toBeDefined();
    expect(sentence(must(found))).not.toMatch(/[{}]|undefined/);
  });
});

function writtenPath(path: readonly (string | number)[]): string {
  return path
    .map(part => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .slice(1);
}

describe('is liberal in what it reads:', () => {
  it('files as plain texts or described, before and after 0.5.11', () => {
    const described = { source: 'README.md', sha256: 'a'.repeat(64) };
    for (const version of ['0.5.4', '0.5.11', '0.5.14']) {
      const { description, findings } = changed(d =>
        Object.assign(d, {
          format_version: version,
          documentation: described,
          covers: [{ source: 'cover.png' }],
          license: { source: 'L.txt' }
        })
      );
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(description?.documentation).toEqual(described);
    }
  });

  it('a newer version, by the rules of the newest one known', () => {
    const { description, findings } = changed(d => {
      Object.assign(d, { format_version: '0.5.99', covers: [], documentation: null, future: 1 });
    });
    expect(description?.formatVersion).toBe('0.5.99');
    expect(findings.map(({ code, severity }) => [code, severity])).toEqual(
      expect.arrayContaining([
        ['version-newer', 'warning'],
        ['field-unknown', 'error']
      ])
    );
  });

  it('short axis ids, as the zoo renames them', () => {
    const { description, findings } = changed(d => (d.inputs[0].axes[1].id = 'c'));
    expect(description?.inputs[0].axes[1].id).toBe('channel');
    expect(findings).toMatchObject([{ code: 'axis-renamed', by: 'zooport', severity: 'info' }]);
  });

  it('axis ids in capitals, as the zoo lowers them', () => {
    const { description, findings } = changed(d => {
      d.outputs[0].axes[2].id = 'Y';
      d.outputs[0].axes[2].size = { tensor_id: 'raw', axis_id: 'Y' };
    });
    expect(findings).toEqual([]);
    expect(description?.outputs[0].axes[2]).toMatchObject({ id: 'y', size: { tensor_id: 'raw', axis_id: 'y' } });
  });

  it('warns of what only the researcher can fill in', () => {
    const { findings } = changed(d => Object.assign(d, { authors: [], license: null, cite: [] }));
    expect(findings.map(({ severity, path }) => [severity, path[0]])).toEqual([
      ['warning', 'authors'],
      ['warning', 'cite'],
      ['warning', 'license']
    ]);
  });
});

describe('reads YAML as the zoo does:', () => {
  it.each<[string, string, string]>([
    ['indented by tabs', 'type: model\ninputs:\n\t- a', 'yaml-damaged'],
    ['a key twice', 'type: model\nname: a\nname: b', 'yaml-duplicate-key'],
    ['a bracket that is never closed', 'type: [model', 'yaml-damaged'],
    ['several documents', 'type: model\n---\ntype: model', 'yaml-damaged'],
    ['a list', '- type: model', 'not-a-description'],
    ['nothing', '', 'not-a-description'],
    ['no version', 'type: model', 'version-missing']
  ])('%s', (_, text, code) => {
    expect(readDescription(text).findings.map(finding => finding.code)).toContain(code);
  });

  it('with a byte order mark', () => {
    expect(readDescription('\uFEFFtype: model\nformat_version: 0.5.4').description?.formatVersion).toBe('0.5.4');
  });

  it('but follows no chain of aliases that would fill the memory', () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9)}]`
    );
    const { description, findings } = readDescription(`a0: &a0 [x]\n${levels.join('\n')}\n`);
    expect(description).toBeNull();
    expect(findings.map(({ code }) => code)).toEqual(['yaml-aliases']);
  });

  it('names the key that stands twice', () => {
    const [finding] = readDescription('type: model\nname: a\nname: b').findings;
    expect(sentence(finding)).toContain('“name” twice (line 3)');
  });
});

describe('never throws, whatever a field holds:', () => {
  const odd = [null, 0, -1, NaN, Infinity, '', 'text', true, [], [null], {}, { a: 1 }, [[]], [{}]];
  const keys = [
    'inputs',
    'outputs',
    'weights',
    'authors',
    'covers',
    'documentation',
    'config',
    'name',
    'type',
    'format_version'
  ];
  it.each(keys)('%s', key => {
    for (const value of odd) {
      expect(() => readRaw({ ...whole(), [key]: value }).findings.map(sentence)).not.toThrow();
    }
  });

  it('inside a tensor', () => {
    for (const key of ['id', 'axes', 'test_tensor', 'data', 'preprocessing', 'optional']) {
      for (const value of odd) {
        const inputs = [{ ...whole().inputs[0], [key]: value }];
        expect(() => readRaw({ ...whole(), inputs }).findings.map(sentence)).not.toThrow();
      }
    }
  });
});

describe('every text', () => {
  it.each(Object.keys(messages))('%s is a sentence', code => {
    const text = isFindingCode(code) ? messages[code] : '';
    // What fills the last place is a sentence itself.
    expect(text).toMatch(/([.?!]|\{problem\}|\{expected\})$/);
  });
});
