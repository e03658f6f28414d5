import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { InferenceEngine } from '../runtime/engine';
import { createNodeEngine } from '../runtime/node';
import { createTensor } from '../tensor/create';
import { writeNpy } from '../tensor/npy';
import { check } from './check';
import { folderSource } from '../bundle/folder';
import { reportJson } from './report/json';
import type { Report, StepEvent } from './report/report';
import { reluNetwork, smallDescription, smallFiles, smallInput, smallOutput, smallZip } from './testing/small';
import { zipSource } from '../bundle/zip';
import { must } from '../tensor/testing/must';

let engine: InferenceEngine;
beforeAll(async () => {
  engine = await createNodeEngine({ threads: 1 });
});
afterAll(() => engine.dispose());

function checked(zip: Uint8Array, options: { formatOnly?: boolean } = {}): Promise<Report> {
  return check(zipSource(zip, 'small.zip'), { engine, ...options });
}

function withFile(name: string, bytes: Uint8Array): Map<string, Uint8Array> {
  return smallFiles().set(name, bytes);
}

function without(...names: string[]): Map<string, Uint8Array> {
  return new Map([...smallFiles()].filter(([name]) => !names.includes(name)));
}

/** What fails the bundle: what programs say for themselves does not (readiness). */
function codes(report: Report): string[] {
  const failing = (report.format?.findings ?? []).filter(({ by }) => by === 'zoo' || by === 'zooport');
  return failing.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

describe('a bundle that is right', () => {
  it('passes, with numbers and pictures', async () => {
    const report = await checked(smallZip());
    expect(report).toMatchObject({
      verdict: 'passed',
      title: 'Small model',
      format: { verdict: 'valid', complete: true }
    });
    expect(report.reproduction).toEqual([
      expect.objectContaining({ weights: 'onnx', output: 'cut', verdict: 'passed', zoo: 'passed', maxAbsolute: 0 })
    ]);
    const [view] = report.views;
    expect(view.input.tensor).toEqual(smallInput);
    expect(view.reproduced?.tensor).toEqual(smallOutput);
    expect(view.expected.axes).toEqual(['batch', 'channel', 'y', 'x']);
  });

  it('shows its steps as they pass', async () => {
    const events: StepEvent[] = [];
    await check(zipSource(smallZip()), { engine, onStep: event => events.push(event) });
    const stepsThat = (wanted: StepEvent['state']) =>
      events.filter(({ state }) => state === wanted).map(({ step }) => step);
    // The network loads while the files are looked at; when it is there is for it to say.
    const beside = ['open', 'format', 'network', 'hashes', 'preprocess', 'run', 'postprocess', 'compare', 'sizes'];
    expect(stepsThat('running')).toEqual(['open', 'load', ...beside.slice(1)]);
    expect(stepsThat('done').filter(step => step !== 'load')).toEqual(beside);
    expect(stepsThat('done').indexOf('load')).toBeLessThan(stepsThat('done').indexOf('run'));
    expect(events.every(({ state, seconds }) => state !== 'done' || must(seconds) >= 0)).toBe(true);
  });

  it('is checked by its format alone when asked to, even where the network would fail', async () => {
    const report = await checked(smallZip(smallDescription(), withFile('weights.onnx', new Uint8Array(50))), {
      formatOnly: true
    });
    expect(report).toMatchObject({ verdict: 'passed', reproduction: [] });
  });

  it.each(['bioimageio.yaml', 'model.yaml'])('may call its description %s', async name => {
    expect((await checked(smallZip(smallDescription(), smallFiles(), name))).verdict).toBe('passed');
  });

  it('lets rdf.yaml count where there are several descriptions', async () => {
    const other = new TextEncoder().encode('not: this one');
    expect((await checked(smallZip(smallDescription(), withFile('bioimageio.yaml', other)))).verdict).toBe('passed');
  });

  it('is read inside a folder, and told that the zoo would not find it there', async () => {
    const files = new Map([...smallFiles()].map(([name, bytes]) => [`model/${name}`, bytes]));
    const report = await checked(smallZip(smallDescription(), files, 'model/rdf.yaml'));
    expect(codes(report)).toEqual(['bundle-folder']);
    expect(report.reproduction[0].verdict).toBe('passed');
  });
});

describe('what is no bundle is unreadable, and says why:', () => {
  it.each<[string, Uint8Array, RegExp]>([
    ['no zip', new TextEncoder().encode('hello'), /not a zip/],
    ['no description', smallZip('', smallFiles(), 'notes.txt'), /no model description/],
    ['a description that is a list', smallZip('- a\n- b\n'), /a list of 2/],
    ['a description that is one word', smallZip('hello'), /the text “hello”/],
    ['an empty description', smallZip(''), /empty/],
    ['broken YAML', smallZip('name: [a, b\ntype: model'), /line/],
    ['a data set', smallZip({ type: 'dataset', format_version: '0.3.0' }), /describes “dataset”/],
    ['a notebook', smallZip({ type: 'notebook', format_version: '0.3.0' }), /describes “notebook”/],
    ['an application', smallZip({ type: 'application', format_version: '0.2.4' }), /describes “application”/],
    ['a format version that is a number', smallZip('type: model\nformat_version: 0.5'), /three numbers/]
  ])('%s', async (_, zip, says) => {
    const report = await checked(zip);
    expect(report).toMatchObject({ verdict: 'unreadable', reason: expect.stringMatching(says) });
  });

  it('but a version of long ago is judged by the newest rules, as the zoo does', async () => {
    const report = await checked(smallZip({ ...smallDescription(), format_version: '0.1.0' }));
    expect(report.verdict).toBe('failed');
    expect(codes(report)).toContain('version-unsupported');
  });

  it('a description of 100 MB, which is not even read', async () => {
    const read = vi.fn(() => Promise.reject(new Error('This file is not to be read.')));
    const report = await check(folderSource([{ name: 'rdf.yaml', size: 1e8, read }], 'folder'), { engine });
    expect(report).toMatchObject({ verdict: 'unreadable', reason: expect.stringContaining('100 MB') });
    expect(read).not.toHaveBeenCalled();
  });

  it('a description that is not UTF-8', async () => {
    const bytes = new TextEncoder().encode('type: model # caf_');
    bytes[bytes.length - 1] = 0xe9;
    const file = { name: 'rdf.yaml', size: bytes.length, read: () => Promise.resolve(bytes) };
    const report = await check(folderSource([file], 'folder'), { engine });
    expect(report).toMatchObject({ verdict: 'unreadable', reason: expect.stringContaining('UTF-8') });
  });
});

describe('a bundle that cannot be reproduced says what is missing:', () => {
  it('no weights that run here', async () => {
    const description = {
      ...smallDescription(),
      weights: { torchscript: { source: 'weights.onnx', pytorch_version: '2.0' } }
    };
    const report = await checked(smallZip(description));
    expect(report).toMatchObject({ verdict: 'not run', reason: expect.stringContaining('torchscript') });
    expect(report.reproduction[0]).toMatchObject({ verdict: 'not run', zoo: 'not run' });
    expect(report.views[0].reproduced).toBeUndefined();
  });

  it('weights that are only on the web', async () => {
    const description = smallDescription();
    description.weights.onnx.source = 'http://localhost/weights.onnx';
    const report = await checked(smallZip(description));
    expect(report).toMatchObject({ verdict: 'not run', reason: expect.stringContaining('not downloaded') });
  });

  it('a missing test input', async () => {
    const report = await checked(smallZip(smallDescription(), without('input.npy')));
    expect(codes(report)).toEqual(['file-missing']);
    expect(report.reproduction[0]).toMatchObject({ verdict: 'not run', reason: expect.stringContaining('“raw”') });
  });

  it('a test input that is no array', async () => {
    const report = await checked(smallZip(smallDescription(), withFile('input.npy', new TextEncoder().encode('none'))));
    expect(codes(report)).toEqual(['test-tensor-unreadable']);
    expect(report.verdict).toBe('failed');
  });

  it('weights that are no network', async () => {
    const report = await checked(smallZip(smallDescription(), withFile('weights.onnx', new Uint8Array(50).fill(1))));
    expect(report).toMatchObject({ verdict: 'failed', format: { verdict: 'valid' } });
    expect(report.reproduction[0]).toMatchObject({ verdict: 'failed', reason: expect.stringMatching(/ONNX/) });
  });

  it('a network that takes another number of channels', async () => {
    const report = await checked(smallZip(smallDescription(), withFile('weights.onnx', reluNetwork(3))));
    expect(report.reproduction[0]).toMatchObject({ verdict: 'failed', reason: expect.stringMatching(/1 x 1 x 6 x 8/) });
  });

  it('another number of outputs than described', async () => {
    const description = smallDescription();
    description.outputs.push({ ...description.outputs[0], id: 'second' });
    const report = await checked(smallZip(description));
    expect(report.reproduction).toHaveLength(2);
    expect(report.reproduction[0].reason).toMatch(/has 1 output, but the description lists 2/);
  });

  it('a step that is not known', async () => {
    const description = smallDescription();
    description.inputs[0].preprocessing = [{ id: 'sharpen', kwargs: { dtype: 'float32' } }];
    const report = await checked(smallZip(description));
    expect(codes(report)).toEqual(['operation-unknown']);
    expect(report.reproduction[0]).toMatchObject({ verdict: 'failed', reason: expect.stringContaining('sharpen') });
  });
});

describe('files are held against what is said of them:', () => {
  const shaped = (shape: number[]) =>
    writeNpy(createTensor('float32', shape, new Float32Array(shape.reduce((a, b) => a * b)).fill(1)));

  it.each<[string, string, Uint8Array, string]>([
    ['a dimension is missing', 'input.npy', shaped([1, 6, 8]), 'test-tensor-dimensions'],
    ['a size is none of those allowed', 'input.npy', shaped([1, 1, 7, 8]), 'test-tensor-step'],
    [
      'the output has another size than follows from the input',
      'output.npy',
      shaped([1, 1, 6, 6]),
      'test-tensor-reference'
    ],
    ['there are more channels', 'input.npy', shaped([1, 2, 6, 8]), 'test-tensor-size'],
    ['all is zero', 'output.npy', writeNpy(createTensor('float32', [1, 1, 6, 8])), 'test-tensor-small'],
    [
      'a mask is kept as truth values',
      'output.npy',
      writeNpy(createTensor('bool', [1, 1, 6, 8], new Uint8Array(48).fill(1))),
      'test-tensor-type'
    ],
    ['the documentation is no text', 'README.md', new Uint8Array([0xff, 0xfe, 0x00]), 'file-not-utf8']
  ])('%s', async (_, file, bytes, code) => {
    const report = await checked(smallZip(smallDescription(), withFile(file, bytes)));
    expect(codes(report)).toContain(code);
    expect(report).toMatchObject({ verdict: 'failed', format: { verdict: 'invalid' } });
  });

  it.each([
    ['a tolerance of more than 1 % of the largest value', [0.04, 0.05], [0]],
    ['but for each output only the first that fits it', [0.03, 0.05], []]
  ])('%s', async (_, absolute, wrong) => {
    const reproducibility_tolerance = absolute.map(absolute_tolerance => ({ absolute_tolerance }));
    const description = { ...smallDescription(), config: { bioimageio: { reproducibility_tolerance } } };
    const report = await checked(smallZip(description));
    // The largest value is 3.375.
    const large = report.format?.findings.filter(({ code }) => code === 'tolerance-large') ?? [];
    expect(large.map(({ path }) => path)).toEqual(
      wrong.map(index => ['config', 'bioimageio', 'reproducibility_tolerance', index, 'absolute_tolerance'])
    );
  });

  it.each([
    ['an array of numpy', 'input.npy', ['sample-tensor-kind']],
    ['a text', 'README.md', ['sample-tensor-kind']],
    ['an image', 'sample.png', []]
  ])('a sample tensor that is %s', async (_, source, expected) => {
    const description = smallDescription();
    const inputs = description.inputs.map(input => ({ ...input, sample_tensor: { source } }));
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
    const report = await checked(smallZip({ ...description, inputs }, withFile('sample.png', png)));
    expect(codes(report).filter(code => code === 'sample-tensor-kind')).toEqual(expected);
  });

  it('a file outside the bundle is never read', async () => {
    const description = { ...smallDescription(), documentation: '../../etc/passwd.md' };
    expect(codes(await checked(smallZip(description)))).toEqual(['file-outside']);
  });
});

it('takes the first tolerance that fits', async () => {
  const off = createTensor('float32', smallOutput.shape, smallOutput.data.map(value => value + 0.05) as Float32Array);
  const wide = { absolute_tolerance: 0.1, output_ids: ['cut'], weights_formats: ['onnx'] };
  const zip = (tolerances: object[]) =>
    smallZip(
      { ...smallDescription(), config: { bioimageio: { reproducibility_tolerance: tolerances } } },
      withFile('output.npy', writeNpy(off))
    );
  const verdicts = async (tolerances: object[]) => (await checked(zip(tolerances))).reproduction[0].verdict;
  expect(await verdicts([])).toBe('failed');
  expect(await verdicts([wide])).toBe('passed');
  expect(await verdicts([{ absolute_tolerance: 0.01 }, wide])).toBe('failed');
  expect(await verdicts([{ ...wide, weights_formats: ['torchscript'] }])).toBe('failed');
});

it('stops when it is told to, and rejects with the reason', async () => {
  const abort = new AbortController();
  const checking = check(zipSource(smallZip()), {
    engine,
    signal: abort.signal,
    onStep: ({ step }) => step === 'hashes' && abort.abort(new Error('enough'))
  });
  await expect(checking).rejects.toThrow('enough');
  expect((await checked(smallZip())).verdict).toBe('passed');
});

it('gives the JSON of the command line: no pictures, no number that JSON cannot hold', async () => {
  const data = smallOutput.data.slice() as Float32Array;
  data[20] = NaN;
  const report = await checked(
    smallZip(smallDescription(), withFile('output.npy', writeNpy({ ...smallOutput, data })))
  );
  const json = JSON.parse(
    JSON.stringify(reportJson({ ...report, reproduction: [{ ...report.reproduction[0], maxAbsolute: NaN }] }))
  );
  expect(Object.keys(json).join(' ')).toBe(
    'source verdict reason format reproduction agreement zoo sizes readiness diagnosis engine seconds'
  );
  expect(json.format.findings).toContainEqual({
    code: 'test-tensor-nan',
    by: 'zooport',
    severity: 'error',
    path: ['outputs', 0, 'test_tensor'],
    message: expect.stringContaining('output.npy')
  });
  expect(json.reproduction[0]).toMatchObject({ verdict: 'failed', zoo: 'passed', maxAbsolute: null, nan: 1 });
});
