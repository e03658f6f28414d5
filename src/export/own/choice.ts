import type { Attribute, OnnxModel, OnnxNode } from '../../onnx/model';
import { FLOAT32 } from '../../onnx/model';

/**
 * The same graph with the largest value of the channels where it gives the number of that channel: laid bare, all channels
 * are alike, and a number would tell nothing of how far the network looks.
 */
export function withoutChoice(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const chosen = new Set<string>();
  const nodes = graph.nodes.map(node => {
    const after = node.inputs.some(name => chosen.has(name));
    if (node.op === 'ArgMax' || after) {
      node.outputs.forEach(name => chosen.add(name));
    }
    return node.op === 'ArgMax' ? largestOf(node) : after && node.op === 'Cast' ? plain(node) : node;
  });
  const outputs = graph.outputs.map(output => (chosen.has(output.name) ? { ...output, elemType: FLOAT32 } : output));
  return { ...model, graph: { ...graph, nodes, outputs } };
}

function largestOf(node: OnnxNode): OnnxNode {
  const [axis, keepdims] = ['axis', 'keepdims'].map(name => node.attributes.get(name));
  const attributes = new Map<string, Attribute>([
    ['axes', { kind: 'ints', value: [axis?.kind === 'int' ? axis.value : 0] }],
    ['keepdims', keepdims ?? { kind: 'int', value: 1 }]
  ]);
  return { ...node, op: 'ReduceMax', attributes };
}

/** Whole numbers would lose what is small. */
function plain(node: OnnxNode): OnnxNode {
  return { ...node, op: 'Identity', attributes: new Map() };
}
