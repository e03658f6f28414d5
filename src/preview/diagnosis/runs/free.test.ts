import { describe, expect, it } from 'vitest';
import { readModel } from '../../../onnx/read';
import { writeModel } from '../../../onnx/write';
import { Random } from '../../../tensor/testing/random';
import { randomUnet } from '../../../onnx/testing/unet';
import { freeSizes } from './free';

/** The file states one size, as exporters write it. */
function fixed(size: number): Uint8Array {
  const model = readModel(randomUnet(new Random(1)));
  const { graph } = model;
  const state = (info: (typeof graph.inputs)[number]) => ({ ...info, dims: [1, 1, size, size] });
  return writeModel({
    ...model,
    graph: { ...graph, inputs: graph.inputs.map(state), outputs: graph.outputs.map(state) }
  });
}

describe('a network whose file states one size', () => {
  it('is freed along the axes of the image, and keeps its weights', () => {
    const before = readModel(fixed(64)).graph;
    const after = readModel(freeSizes(fixed(64), [2, 3]).bytes).graph;
    expect([before.inputs[0].dims, after.inputs[0].dims]).toEqual([[1, 1, 64, 64], [1, 1, null, null]]); // prettier-ignore
    expect(after.outputs[0].dims).toEqual([1, 1, null, null]);
    expect(after.initializers).toHaveLength(before.initializers.length);
    expect(after.nodes.map(({ op }) => op)).toEqual(before.nodes.map(({ op }) => op));
  });

  it('takes the sizes that can be halved as often as it halves them', () => {
    const { takes } = freeSizes(fixed(64), [2, 3]);
    expect([32, 48, 33].map(size => takes(2, size))).toEqual([true, true, false]);
  });

  it('takes none where a step may hold the size inside', () => {
    const model = readModel(fixed(64));
    const { graph } = model;
    const [first] = graph.inputs;
    const reshape = { name: '', op: 'Reshape', domain: '', inputs: [first.name, 'shape'], outputs: ['flat'], attributes: new Map() }; // prettier-ignore
    const shape = { name: 'shape', elemType: 7, dims: [4], values: [1, 1, 64, 64], external: false };
    const nodes = graph.nodes.map(node => ({ ...node, inputs: node.inputs.map(name => (name === first.name ? 'flat' : name)) })); // prettier-ignore
    const held = { ...model, graph: { ...graph, nodes: [reshape, ...nodes], initializers: [...graph.initializers, shape] } }; // prettier-ignore
    expect(freeSizes(writeModel(held), [2, 3]).takes(2, 32)).toBe(false);
  });
});
