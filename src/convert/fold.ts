import type { OnnxNode, OnnxTensor } from '../onnx/model';
import { FLOAT32 } from '../onnx/model';
import { bytesOf } from './graph';
import type { GraphBuilder } from './graph';
import { need } from '../tensor/lookup';

/**
 * Puts each batch normalisation into the convolution before it, where nothing else reads the convolution's result and the
 * convolution's weights serve only once. `kept` are names of values that must stay (the graph's outputs).
 */
export function foldNormalizations(graph: GraphBuilder, kept: ReadonlySet<string>): void {
  const readers = countReaders(graph.nodes);
  const makers = new Map(graph.nodes.map(node => [node.outputs[0], node]));
  const replaced = new Map<OnnxNode, OnnxNode | undefined>();
  for (const node of graph.nodes) {
    const before = makers.get(node.inputs[0] ?? '');
    if (node.op === 'BatchNormalization' && before && canFold(before, readers, kept)) {
      replaced.set(before, folded(graph, before, node));
      replaced.set(node, undefined);
    }
  }
  graph.nodes = graph.nodes.flatMap(node => (replaced.has(node) ? (replaced.get(node) ?? []) : [node]));
  dropUnread(graph);
}

function canFold(convolution: OnnxNode, readers: ReadonlyMap<string, number>, kept: ReadonlySet<string>): boolean {
  const group = convolution.attributes.get('group');
  const grouped = group?.kind === 'int' && group.value > 1;
  return (
    (convolution.op === 'Conv' || (convolution.op === 'ConvTranspose' && !grouped)) &&
    !kept.has(convolution.outputs[0]) &&
    readers.get(convolution.outputs[0]) === 1 &&
    convolution.inputs.slice(1).every(name => readers.get(name) === 1)
  );
}

/** gamma * (conv - mean) / sqrt(variance + epsilon) + beta, written as a convolution. Computed in double precision. */
function folded(graph: GraphBuilder, convolution: OnnxNode, normalization: OnnxNode): OnnxNode {
  const [gamma, beta, mean, variance] = normalization.inputs.slice(1).map(name => valuesOf(graph, name));
  const epsilon = normalization.attributes.get('epsilon');
  const small = epsilon?.kind === 'float' ? epsilon.value : 1e-5;
  const factors = Float64Array.from(gamma, (value, channel) => value / Math.sqrt(variance[channel] + small));

  const kernelName = convolution.inputs[1];
  const kernel = need(graph.constants.get(kernelName), `kernel called ${kernelName}`);
  const outFirst = convolution.op === 'Conv';
  graph.constants.set(kernelName, { ...kernel, load: () => bytesOf(scaled(kernel, factors, outFirst)) });

  const biasName = convolution.inputs[2] ?? `${convolution.name}/bias`;
  const bias = convolution.inputs[2] ? valuesOf(graph, biasName) : new Float32Array(factors.length);
  const shifted = bias.map((value, channel) => (value - mean[channel]) * factors[channel] + beta[channel]);
  graph.constants.set(biasName, {
    name: biasName,
    elemType: FLOAT32,
    dims: [shifted.length],
    raw: bytesOf(shifted),
    external: false
  });
  return { ...convolution, inputs: [convolution.inputs[0], kernelName, biasName], outputs: normalization.outputs };
}

/** The kernel times one factor per output channel: axis 0 of a convolution, axis 1 of a transposed one. */
function scaled(kernel: OnnxTensor, factors: Float64Array, outFirst: boolean): Float32Array {
  const data = floatsOf(kernel);
  const result = new Float32Array(data.length);
  const block = kernel.dims.slice(outFirst ? 1 : 2).reduce((product, size) => product * size, 1);
  for (let at = 0, channel = 0; at < data.length; at += block, channel = (channel + 1) % factors.length) {
    const factor = factors[channel];
    for (let inner = at; inner < at + block; inner++) {
      result[inner] = data[inner] * factor;
    }
  }
  return result;
}

function valuesOf(graph: GraphBuilder, name: string): Float32Array {
  const constant = graph.constants.get(name);
  return constant ? floatsOf(constant) : new Float32Array();
}

function floatsOf({ raw, load }: OnnxTensor): Float32Array {
  const bytes = raw ?? load?.() ?? new Uint8Array();
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

function countReaders(nodes: readonly OnnxNode[]): Map<string, number> {
  const readers = new Map<string, number>();
  for (const name of nodes.flatMap(node => node.inputs)) {
    readers.set(name, (readers.get(name) ?? 0) + 1);
  }
  return readers;
}

function dropUnread(graph: GraphBuilder): void {
  const readers = countReaders(graph.nodes);
  for (const name of graph.constants.keys()) {
    if (!readers.has(name)) {
      graph.constants.delete(name);
    }
  }
}
