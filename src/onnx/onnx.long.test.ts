import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { OnnxFacts } from '../../scripts/fixtures/onnxFacts';
import { onnxFacts } from '../../scripts/fixtures/onnxFacts';
import { extent } from './receptive/extent';
import { graphFacts } from './facts';
import type { OnnxModel } from './model';
import { tensorNumbers } from './model';
import { OnnxError, readModel } from './read';
import { writeModel } from './write';
import { must } from '../tensor/testing/must';

/** Small models made by the onnx library, good ones and odd ones. */
const FOLDER = fileURLToPath(new URL('../runtime/testing/models/', import.meta.url));
/** A U-Net of the zoo, exported by PyTorch. */
const ZOO = fileURLToPath(new URL('../../../shared/data/unet2d_nuclei_broad/weights.onnx', import.meta.url));

const paths = readdirSync(FOLDER)
  .filter(name => name.endsWith('.onnx'))
  .map(name => FOLDER + name)
  .concat(existsSync(ZOO) ? [ZOO] : []);

const named = paths.map(path => [must(path.split('/').at(-1)), path] as const);

/** The model with its weights as digests: comparing millions of bytes one by one takes seconds. */
function shown(model: OnnxModel): unknown {
  const initializers = model.graph.initializers.map(tensor => ({
    ...tensor,
    raw: tensor.raw && createHash('sha256').update(tensor.raw).digest('hex')
  }));
  return { ...model, graph: { ...model.graph, initializers } };
}

function read(path: string): Uint8Array {
  return new Uint8Array(readFileSync(path));
}

describe('an ONNX file', () => {
  const reference = new Map<string, OnnxFacts>();

  beforeAll(() => {
    onnxFacts(paths).forEach((facts, at) => reference.set(paths[at], facts));
  });

  test.each(named)('says what the onnx library reads: %s', (_, path) => {
    const expected = must(reference.get(path));
    const facts = graphFacts(read(path));
    expect({ opset: facts.opset, irVersion: facts.irVersion, externalData: facts.externalData }).toEqual({
      opset: expected.opset,
      irVersion: expected.irVersion,
      externalData: expected.externalData
    });
    expect(Object.fromEntries(facts.operators)).toEqual(expected.operators);
    expect(facts.inputs.map(({ name, elemType, shape }) => ({ name, elemType, shape }))).toEqual(expected.inputs);
    expect(facts.outputs.map(({ name, elemType, shape }) => ({ name, elemType, shape }))).toEqual(expected.outputs);
  });

  test.each(named)('keeps its weights where they are: %s', (_, path) => {
    const bytes = read(path);
    for (const tensor of readModel(bytes).graph.initializers) {
      expect(tensor.dims).toEqual(must(reference.get(path)).initializers[tensor.name]);
      expect(tensor.raw?.buffer ?? bytes.buffer).toBe(bytes.buffer);
    }
  });

  test.each(named.filter(([name]) => name !== 'external.onnx'))('is the same after writing it again: %s', (_, path) => {
    const model = readModel(read(path));
    const written = readModel(writeModel(model));
    expect(shown(written)).toEqual(shown(model));
  });

  test('of which weights lie elsewhere is refused by the writer', () => {
    const model = readModel(read(must(paths.find(path => path.includes('external')))));
    expect(() => writeModel(model)).toThrow('in another file');
  });

  test('that is cut short is refused, never half-read', () => {
    const bytes = read(must(paths.find(path => path.endsWith('unet.onnx'))));
    for (const length of [0, 1, 5, bytes.length - 40]) {
      expect(() => readModel(bytes.subarray(0, length))).toThrow(OnnxError);
    }
  });

  test('that is something else is refused', () => {
    expect(() => readModel(new TextEncoder().encode('PK not a network at all'))).toThrow(OnnxError);
  });
});

describe('numbers in an ONNX file', () => {
  function model(values: readonly number[]): OnnxModel {
    const attributes = new Map([['pads', { kind: 'ints' as const, value: values }]]);
    const node = { name: 'n', op: 'Pad', domain: '', inputs: ['x'], outputs: ['y'], attributes };
    const constant = { name: 'c', elemType: 7, dims: [values.length], values, external: false };
    const graph = { name: 'g', nodes: [node], initializers: [constant], inputs: [], outputs: [] };
    return { irVersion: 7, producer: '', producerVersion: '', opsets: new Map([['', 13]]), graph, metadata: new Map() };
  }

  test('survive writing and reading at every length', () => {
    const values = [0, 1, -1, 127, 128, 300, -300, 2 ** 31, -(2 ** 31), 2 ** 35 - 1, 2 ** 40, -(2 ** 40), 2 ** 53 - 1];
    const again = readModel(writeModel(model(values))).graph;
    expect(again.nodes[0].attributes.get('pads')).toEqual({ kind: 'ints', value: values });
    expect(tensorNumbers(again.initializers[0])).toEqual(values);
  });

  test('are their own where the file was read into Node’s Buffer, a part of a larger memory', () => {
    const scales = { name: 's', elemType: 1, dims: [2], raw: new Uint8Array(new Float32Array([1, 2]).buffer) };
    const one = model([]);
    const file = Buffer.concat([
      Buffer.alloc(13),
      writeModel({ ...one, graph: { ...one.graph, initializers: [{ ...scales, external: false }] } })
    ]);
    expect(tensorNumbers(readModel(file.subarray(13)).graph.initializers[0])).toEqual([1, 2]);
  });

  test('stay "to the end" where they are the largest integer', () => {
    const again = readModel(writeModel(model([2 ** 63]))).graph;
    expect(tensorNumbers(again.initializers[0])).toEqual([2 ** 63]);
  });
});

describe.skipIf(!existsSync(ZOO))(
  'the U-Net in ../shared/data/unet2d_nuclei_broad (skipped where it is absent)',
  () => {
    test('has no free axis', () => {
      expect(extent(readModel(read(ZOO)))).toEqual({ axes: [], unknown: [] });
    });

    test('would take multiples of 8 if its sizes were free, as it has three poolings', () => {
      const model = readModel(read(ZOO));
      const inputs = model.graph.inputs.map(input => ({ ...input, dims: ['b', 1, 'y', 'x'] }));
      const { axes } = extent({ ...model, graph: { ...model.graph, inputs } });
      expect(axes.map(({ axis, min, step, scale, offset }) => ({ axis, min, step, scale, offset }))).toEqual([
        { axis: 2, min: 8, step: 8, scale: 1, offset: 0 },
        { axis: 3, min: 8, step: 8, scale: 1, offset: 0 }
      ]);
    });
  }
);
