import type { OnnxModel, OnnxNode } from '../../onnx/model';
import { must } from '../../tensor/testing/must';

/** In place of operators that may swallow a change: with these every path from a pixel to an output shows. */
const LINEAR: ReadonlyMap<string, string> = new Map([
  ['Relu', 'Identity'],
  ['LeakyRelu', 'Identity'],
  ['Sigmoid', 'Identity'],
  ['MaxPool', 'AveragePool']
]);

/**
 * The same network without activations and biases and with positive weights, so that nothing cancels out: a
 * pixel that the output depends on shows in it, one that it does not depend on does not.
 */
export function linear(model: OnnxModel): OnnxModel {
  const nodes = model.graph.nodes.map((node): OnnxNode => {
    const inputs = /^Conv/.test(node.op) ? node.inputs.slice(0, 2) : node.inputs;
    const op = LINEAR.get(node.op) ?? node.op;
    return { ...node, op, inputs, attributes: op === 'Identity' ? new Map() : node.attributes };
  });
  const read = new Set(nodes.flatMap(node => node.inputs));
  const initializers = model.graph.initializers
    .filter(tensor => read.has(tensor.name))
    .map(tensor => (tensor.dims.length > 3 ? { ...tensor, raw: positive(must(tensor.raw)) } : tensor));
  return { ...model, graph: { ...model.graph, nodes, initializers } };
}

function positive(raw: Uint8Array): Uint8Array {
  const values = new Float32Array(raw.slice().buffer).map(Math.abs);
  return new Uint8Array(values.buffer);
}
