import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InferenceEngine } from '../../runtime/engine';
import { createNodeEngine } from '../../runtime/node';
import type { Finding } from '../../spec/finding';
import type { Path } from '../../spec/path';
import { describe as textOf } from '../../spec/messages';
import { consumerIds, consumers } from '../../spec/consumers';
import { check } from '../check';
import { folderSource } from '../../bundle/folder';
import type { Report, Reproduction } from '../report/report';
import { smallDescription, smallZip } from '../testing/small';
import { zipSource } from '../../bundle/zip';
import { tileOf } from './ilastik/sizes';
import { all, facts, free, noHalo, onlyOnnx, set, step } from './testing/changes';
import { oldParts } from './testing/old';
import { clearParts, put, subjectOf } from './testing/subject';
import { judge } from './testing/table';

const passed: Reproduction = {
  weights: 'onnx',
  output: 'cells',
  verdict: 'passed',
  zoo: 'passed',
  reason: 'the same',
  maxAbsolute: 0,
  maxRelative: 0,
  mismatchedPerMillion: 0,
  nan: 0
};

const lines = ({ readiness }: Pick<Report, 'readiness'>) =>
  Object.fromEntries(readiness.map(({ consumer, verdict }) => [consumer, verdict]));

describe('a bundle that nothing speaks against', () => {
  it.each([
    ['0.5', clearParts, 'runs with limits', 'does not read the halo'],
    ['0.4', oldParts, 'runs', 'not run in QuPath']
  ] as const)('is said to run everywhere, with another border in Fiji (format %s)', (_, base, qupath, reason) => {
    const judged = judge(({ reproduction }) => void reproduction.push(passed), base);
    expect(judged.readiness.map(({ consumer }) => consumer)).toEqual(consumerIds);
    expect(lines(judged)).toEqual({ python: 'runs', deepimagej: 'runs with limits', ilastik: 'runs', qupath });
    expect(judged.readiness.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('would find the expected output'),
      expect.stringContaining('in the outermost pixels (32 along y, 32 along x)'),
      expect.stringContaining('not run in ilastik'),
      expect.stringContaining(reason)
    ]);
    expect(judged.findings.filter(({ severity }) => severity !== 'info')).toMatchObject([
      { code: 'dij-border' },
      ...(qupath === 'runs' ? [] : [{ code: 'qupath-halo' }])
    ]);
  });

  it('is said to run in Fiji as elsewhere where it has no halo', () => {
    const { readiness } = judge(noHalo);
    expect(readiness[1]).toMatchObject({ verdict: 'runs', reason: expect.stringContaining('not run in Fiji') });
  });
});

describe('the line says the gravest reason, and how many there are beside it', () => {
  it('for one', () => {
    const { readiness } = judge(set({ format_version: '0.6.0' }));
    expect(readiness[1].reason).toBe(textOf({ code: 'dij-version', by: 'deepimagej', severity: 'error', path: ['format_version'], data: { version: '0.6.0' } })); // prettier-ignore
  });

  it('for three, errors before warnings', () => {
    const worse = all(onlyOnnx, free, facts({ opset: 20, irVersion: 9 }), step('clip', { min: 1 }));
    const { reason } = judge(worse).readiness[1];
    expect(reason).toMatch(/version 20 of the ONNX operators.* 2 more reasons stand among the findings\.$/);
  });
});

describe('in format 0.4', () => {
  it('places are those of the file', () => {
    const { findings } = judge(set({ 'outputs.0.data_type': 'int8' }), oldParts);
    expect(findings.find(({ code }) => code === 'dij-output-type')?.path).toEqual(['outputs', 0, 'data_type']);
  });
});

describe('which weights Fiji opens', () => {
  const first = (changes: Record<string, unknown>) => {
    const { findings } = judge(set(changes));
    return findings.find(({ code }) => code === 'dij-weights-first')?.data?.first;
  };

  // In the order that java.util.HashMap gives the keys onnx_v17 and torchscript_v2.0.1, and so on.
  it.each([
    ['17', '2.0.1', 'torchscript'],
    ['13', '2.0.1', 'torchscript'],
    ['17', '2.5.1+cu118', 'torchscript'],
    ['20', '2.5.1', 'onnx'],
    ['17', '1.13.1', 'onnx'],
    // Both have the same place, so the order of the description counts.
    ['20', '2.0.1', 'onnx']
  ])('operator set %s and PyTorch %s: %s', (opset, torch, format) => {
    const changes = { 'weights.onnx.opset_version': Number(opset), 'weights.torchscript.pytorch_version': torch };
    expect(first(changes)).toBe(format);
  });
});

describe('ilastik', () => {
  it.each([
    [1, '(1 error)'],
    [2, '(2 errors)']
  ])('counts %s in words', (count, said) => {
    const error: Finding = { code: 'weights-none', by: 'zoo', severity: 'error', path: ['weights'] };
    const { readiness } = judge(parts => parts.findings.push(...Array.from({ length: count }, () => error)));
    expect(readiness.find(({ consumer }) => consumer === 'ilastik')?.reason).toContain(said);
  });
});

describe('Python', () => {
  const python = (...reproduction: Partial<Reproduction>[]) =>
    judge(parts => parts.reproduction.push(...reproduction.map(one => ({ ...passed, ...one })))).readiness[0];

  it('refuses what breaks the format', () => {
    const error: Finding = { code: 'weights-none', by: 'zoo', severity: 'error', path: ['weights'] };
    const { readiness } = judge(parts => parts.findings.push(error));
    expect(readiness[0]).toMatchObject({ verdict: 'will not run', reason: expect.stringContaining(textOf(error)) });
  });

  it('goes by the zoo, not by Zooport', () => {
    expect(python({ verdict: 'failed', zoo: 'passed', nan: 3 }).verdict).toBe('runs');
  });

  it('runs with other numbers', () => {
    expect(python({ zoo: 'failed', reason: '12 values differ' })).toMatchObject({
      verdict: 'runs with limits',
      reason: expect.stringContaining('12 values differ')
    });
  });

  it('does not run where the network failed', () => {
    const failed = { verdict: 'failed', zoo: 'failed', maxAbsolute: null, reason: 'This is no ONNX file' } as const;
    expect(python(failed)).toMatchObject({ verdict: 'will not run', reason: expect.stringContaining('no ONNX file') });
  });

  it('takes the weights that work', () => {
    expect(python({ zoo: 'failed' }, { weights: 'torchscript' }).verdict).toBe('runs');
  });

  it('says that nothing was computed', () => {
    expect(python({ zoo: 'not run', verdict: 'not run' })).toMatchObject({
      verdict: 'runs',
      reason: expect.stringContaining('could not be run here')
    });
  });

  it('runs code of the model only where that is allowed', () => {
    const { readiness } = judge(set({ 'outputs.0.postprocessing.0': { id: 'custom', callable: 'f', source: 'f.py' } }));
    expect(readiness[0]).not.toMatchObject({ verdict: 'runs' });
  });
});

describe('the tile that ilastik cuts', () => {
  const sizes = (size: unknown, other: unknown = size) => {
    const parts = clearParts();
    set({ 'inputs.0.axes.2.size': size, 'inputs.0.axes.3.size': other })(parts);
    return [...tileOf(subjectOf(parts).description.inputs[0])].slice(1).map(([, length]) => length);
  };

  // As get_best_tile_shape of ilastik 1.4.2 gives them.
  it.each([
    [256, 256, [256, 256]],
    [{ min: 64, step: 16 }, { min: 64, step: 16 }, [512, 512]],
    [{ min: 100, step: 100 }, { min: 100, step: 100 }, [600, 600]],
    [{ min: 64, step: 64 }, { min: 64, step: 16 }, [512, 176]],
    [{ min: 600, step: 16 }, { min: 64, step: 16 }, [600, 64]],
    [{ min: 64, step: 16 }, { tensor_id: 'raw', axis_id: 'y' }, [512, 512]]
  ])('%j, %j: %j', (y, x, tile) => {
    expect(sizes(y, x)).toEqual(tile);
  });
});

describe('real bundles', () => {
  let engine: InferenceEngine;
  beforeAll(async () => {
    engine = await createNodeEngine({ threads: 1 });
  });
  afterAll(() => engine.dispose());

  it('a small one: what readiness says changes neither format nor verdict', async () => {
    const report = await check(zipSource(smallZip(), 'small.zip'), { engine });
    expect(report).toMatchObject({ verdict: 'passed', format: { verdict: 'valid' } });
    expect(lines(report)).toEqual({
      python: 'runs',
      deepimagej: 'runs with limits',
      ilastik: 'will not run',
      qupath: 'runs with limits'
    });
  });

  it('one that only its format was asked of has no lines', async () => {
    const report = await check(zipSource(smallZip(smallDescription())), { engine, formatOnly: true });
    expect(report.readiness).toEqual([]);
  });

  const zoo = join(import.meta.dirname, '../../../../shared/data/unet2d_nuclei_broad');
  it.skipIf(!existsSync(zoo))(
    'the zoo’s U-Net of nuclei (skipped where ../shared/data/unet2d_nuclei_broad is absent)',
    async () => {
      const files = readdirSync(zoo).map(name => {
        const bytes = new Uint8Array(readFileSync(join(zoo, name)));
        return { name, size: bytes.length, read: () => Promise.resolve(bytes) };
      });
      const report = await check(folderSource(files, 'nuclei'), { engine });
      expect(lines(report)).toEqual({
        python: 'runs',
        deepimagej: 'will not run',
        ilastik: 'runs with limits',
        qupath: 'runs with limits'
      });
      expect(report.readiness[1].reason).toMatch(/version 20 of the ONNX operators/);
    },
    120_000
  );
});

it('each program has a chapter in docs/readiness.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/readiness.md'), 'utf8');
  expect(consumerIds.filter(id => !page.includes(`\n## ${consumers[id].name.split(' (')[0]} (`))).toEqual([]);
});

it('no text speaks a programmer’s words', () => {
  const texts = Object.values(consumers).flatMap(entry => Object.entries<string>(entry.texts));
  expect(texts.length).toBeGreaterThan(80);
  expect(texts.filter(([, text]) => /—|null|boolean|array|regex|kwarg|exception|tensor_id/i.test(text))).toEqual([]);
});

describe('whatever the description holds, there is an answer', () => {
  const odd = [null, '', 'x', -1, 1e308, true, [], [null], [[]], {}, { min: 'a' }, { source: 3 }, undefined];
  const placesOf = (value: unknown): Path[] =>
    typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([key, below]) => {
          const name = Array.isArray(value) ? Number(key) : key;
          return [[name], ...placesOf(below).map(path => [name, ...path])];
        });

  it.each([
    ['0.5', clearParts],
    ['0.4', oldParts]
  ])('format %s', (_, base) => {
    const places = placesOf(base().raw).filter(([first]) => first !== 'type' && first !== 'format_version');
    expect(places.length).toBeGreaterThan(60);
    for (const place of places) {
      for (const value of odd) {
        const judged = judge(({ raw }) => put(raw, place, value), base);
        expect(judged.readiness).toHaveLength(consumerIds.length);
        expect(judged.findings.map(textOf).join(' ')).not.toMatch(/[{}]|undefined|NaN/);
      }
    }
  });
});
