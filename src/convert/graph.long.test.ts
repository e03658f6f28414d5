import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as web from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { kerasCases, readArrays, readFixture } from '../../scripts/fixtures/kerasFixtures';
import { onnxFacts } from '../../scripts/fixtures/onnxFacts';
import { graphFacts } from '../onnx/facts';
import { readModel } from '../onnx/read';
import { convertKeras } from './convert';
import type { ConvertOptions } from './conversion';
import { must } from '../tensor/testing/must';

const cases = kerasCases();
const WHOLE = [
  'unet-1',
  'unet-2',
  'unet-3',
  'unet-4',
  'unet-labels',
  'stardist',
  'care',
  'nested',
  'channels-first',
  'classifier',
  'operator-inside-behind',
  'ops-argmax-behind',
  'ops-gelu-behind',
  'argmax-labels',
  'activation-glu',
  'normalization-group-2-behind',
  'normalization-layer-image',
  'rank-skip-3d',
  'repeat-vector',
  'resizing-bilinear'
];

function caseOf(name: string, keras: 2 | 3 = 3) {
  return must(cases.find(one => one.name === name && one.keras === keras));
}

async function convert(name: string, options?: ConvertOptions, keras: 2 | 3 = 3) {
  const conversion = await convertKeras(readFixture(caseOf(name, keras).file), options);
  return { ...conversion, facts: graphFacts(conversion.onnx) };
}

describe('the graph', () => {
  test('has one node per layer and activation, and one transposition at each end', async () => {
    const { facts, layers } = await convert('unet-2', {}, 2);
    const count = new Map(layers.map(layer => [layer.class, layer.count]));
    const convolutions = must(count.get('Conv2D'));
    expect(Object.fromEntries(facts.operators)).toEqual({
      Transpose: 2,
      Conv: convolutions,
      // All but the two last, of which one has no activation and one a sigmoid.
      Relu: convolutions - 2,
      Sigmoid: 1,
      MaxPool: count.get('MaxPooling2D'),
      Resize: count.get('UpSampling2D'),
      Concat: count.get('Concatenate')
    });
  });

  test('has the batch normalisations within the convolutions before them', async () => {
    for (const name of [
      'care',
      'folded-conv2d',
      'folded-conv2dtranspose',
      'folded-depthwise',
      'folded-separable',
      'sequential'
    ]) {
      const { facts, layers } = await convert(name);
      expect(layers.map(layer => layer.class)).toContain('BatchNormalization');
      expect(facts.operators.get('BatchNormalization'), name).toBeUndefined();
    }
  });

  test('keeps a batch normalisation where the convolution has another reader or other calls', async () => {
    for (const [name, kept] of [
      ['not-folded-read-twice', 1],
      ['not-folded-shared', 2],
      ['batch-normalization', 1]
    ] as const) {
      expect((await convert(name)).facts.operators.get('BatchNormalization'), name).toBe(kept);
    }
  });

  test('can be read by the oldest consumer, and the onnx library finds nothing wrong', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'graphs-'));
    try {
      const conversions = await Promise.all(WHOLE.map(name => convert(name)));
      const paths = WHOLE.map(name => join(folder, `${name}.onnx`));
      paths.forEach((path, at) => writeFileSync(path, conversions[at].onnx));
      for (const [at, facts] of onnxFacts(paths).entries()) {
        const { opset, irVersion, externalData } = conversions[at].facts;
        expect({ name: WHOLE[at], problem: facts.problem }).toEqual({ name: WHOLE[at], problem: null });
        expect([opset, irVersion, externalData]).toEqual([facts.opset, facts.irVersion, facts.externalData]);
        expect(facts.opset).toBeLessThanOrEqual(17);
        expect(facts.irVersion).toBeLessThanOrEqual(8);
        expect(facts.inputs.map(input => input.elemType)).toEqual(facts.inputs.map(() => 1));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('has nothing in it that no node reads', async () => {
    for (const name of WHOLE) {
      const { graph } = readModel((await convert(name)).onnx);
      const read = new Set(graph.nodes.flatMap(node => node.inputs).concat(graph.outputs.map(output => output.name)));
      const made = graph.nodes.flatMap(node => node.outputs).concat(graph.initializers.map(tensor => tensor.name));
      expect(
        made.filter(value => !read.has(value)),
        name
      ).toEqual([]);
    }
  });
});

describe('inputs and outputs', () => {
  test('keep Keras’s axis order, with batch, y and x free although the file fixes them', async () => {
    const { inputs, outputs, onnx } = await convert('unet-2', {}, 2);
    expect(inputs.map(input => input.shape)).toEqual([[null, null, null, 1]]);
    expect(outputs.map(output => output.shape)).toEqual([[null, null, null, 1]]);
    expect(readModel(onnx).graph.inputs[0].dims).toEqual(['batch', 'y', 'x', 1]);
  });

  test('have the file’s own sizes on request', async () => {
    const { inputs, outputs } = await convert('unet-2', { freeSizes: false }, 2);
    expect(inputs.map(input => input.shape)).toEqual([[null, 64, 64, 1]]);
    expect(outputs.map(output => output.shape)).toEqual([[null, 64, 64, 1]]);
  });

  test('have the file’s own sizes where weights depend on them', async () => {
    expect((await convert('classifier')).inputs[0].shape).toEqual([null, 8, 12, 3]);
    expect((await convert('prelu-each')).inputs[0].shape).toEqual([null, 6, 9, 3]);
    expect((await convert('prelu-row')).inputs[0].shape).toEqual([null, 6, null, 3]);
  });

  test('have their channels first where the network has', async () => {
    const { inputs, outputs } = await convert('channels-first');
    expect(inputs[0].shape).toEqual([null, 3, null, null]);
    expect(outputs[0].shape).toEqual([null, 5, null, null]);
  });

  test('are named after their layers, as identifiers', async () => {
    expect((await convert('stardist')).outputs.map(output => output.name)).toEqual(['prob', 'dist']);
    expect((await convert('odd-names')).outputs.map(output => output.name)).toEqual(['_1st_layer']);
    for (const name of new Set(cases.map(one => one.name))) {
      const { inputs, outputs } = await convert(name, {}, must(cases.find(one => one.name === name)).keras);
      const names = [...inputs, ...outputs].map(value => value.name);
      expect(new Set(names).size).toBe(names.length);
      names.forEach(found => expect(found).toMatch(/^[A-Za-z_]\w*$/));
    }
  });
});

describe('the report of a conversion', () => {
  test('counts layers by class, those of nested networks included', async () => {
    const { layers } = await convert('nested');
    expect(layers).toEqual([
      { class: 'Conv2D', count: 4 },
      { class: 'BatchNormalization', count: 3 },
      { class: 'Dropout', count: 1 },
      { class: 'PReLU', count: 1 },
      { class: 'Concatenate', count: 1 },
      { class: 'GaussianNoise', count: 1 }
    ]);
  });

  test('says which Keras wrote the file', async () => {
    expect((await convert('unet-2', {}, 2)).kerasVersion).toMatch(/^2\.\d+/);
    expect((await convert('unet-2', {}, 3)).kerasVersion).toMatch(/^3\.\d+/);
  });
});

describe('the browser’s onnxruntime', () => {
  test.each(['unet-2', 'stardist', 'care', 'nested', 'transposed-3-2-auto-same'])(
    'gives Keras’s numbers too: %s',
    async name => {
      web.env.wasm.numThreads = 1;
      const one = caseOf(name);
      const session = await web.InferenceSession.create((await convert(name)).onnx);
      const values = readFixture(one.values);
      for (const run of one.runs) {
        const inputs = readArrays(values, run.inputs);
        const feeds = session.inputNames.map((input, at) => [
          input,
          new web.Tensor('float32', inputs[at].data, inputs[at].shape)
        ]);
        const results = await session.run(Object.fromEntries(feeds));
        readArrays(values, run.outputs).forEach((expected, at) => {
          const actual = results[session.outputNames[at]];
          expect(actual.dims).toEqual(expected.shape);
          const scale = expected.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
          const worst = expected.data.reduce(
            (most, value, i) => Math.max(most, Math.abs(value - Number(actual.data[i]))),
            0
          );
          expect(worst / scale).toBeLessThan(1e-5);
        });
      }
      await session.release();
    }
  );
});
