import { LineError } from './receptive/field';
import type { Line } from './receptive/field';
import type { OnnxModel, OnnxNode, OnnxTensor, ValueInfo } from './model';
import { STEPS } from './receptive/operators';
import { SizeFails, UnknownExtent } from './trace';
import type { Traced } from './trace';

/**
 * Follows one axis of the first input to the first output.
 * `undefined`: the network fails at this length; `mixed`: the output has no such axis.
 */
export function walkAxis(model: OnnxModel, axis: number, line: Line): Line | 'mixed' | undefined {
  return walkFrom(model, ({ dims }) => ({ rank: dims?.length ?? 0, at: axis, line }), 0);
}

/**
 * Follows what `start` says of each input (by its number among those that are no constants) to the output of that number.
 * An input of which it says nothing counts as a constant.
 */
export function walkFrom(
  model: OnnxModel,
  start: (input: ValueInfo, number: number) => Traced | undefined,
  output: number
): Line | 'mixed' | undefined {
  const { graph } = model;
  const constants = new Map(graph.initializers.map(tensor => [tensor.name, tensor]));
  const traced = new Map<string, Traced>();
  graph.inputs
    .filter(input => !constants.has(input.name))
    .forEach((input, number) => {
      const first = start(input, number);
      if (first) {
        traced.set(input.name, first);
      }
    });
  let op = '';
  try {
    for (const node of graph.nodes) {
      op = node.op;
      follow(node, traced, constants);
    }
  } catch (error) {
    if (error instanceof SizeFails) {
      return undefined;
    }
    throw error instanceof LineError ? new UnknownExtent(op) : error;
  }
  const result = traced.get(graph.outputs[output]?.name ?? '');
  return result?.line ?? 'mixed';
}

function follow(node: OnnxNode, traced: Map<string, Traced>, constants: Map<string, OnnxTensor>): void {
  if (node.op === 'Constant') {
    const value = node.attributes.get('value');
    if (value?.kind === 'tensor') {
      constants.set(node.outputs[0], value.value);
    }
    return;
  }
  const inputs = node.inputs.map(name => traced.get(name));
  if (inputs.every(input => input === undefined)) {
    return;
  }
  const step = STEPS.get(node.domain === '' ? node.op : `${node.domain}.${node.op}`);
  if (!step) {
    if (inputs.some(input => input?.line)) {
      throw new UnknownExtent(node.op);
    }
    // The axis is gone already; what is left depends on all of it, whatever becomes of it here.
    node.outputs.forEach(name => traced.set(name, { rank: 0 }));
    return;
  }
  const result = step({ node, inputs, constant: input => constants.get(node.inputs[input] ?? '') });
  node.outputs.forEach(name => traced.set(name, result));
}
