import { readModel } from '../../onnx/read';
import { writeModel } from '../../onnx/write';
import type { Attribute, OnnxModel, OnnxNode, OnnxTensor } from '../../onnx/model';
import { FLOAT32 } from '../../onnx/model';
import type { OutputKind, Prepared } from '../../kernel/protocol';
import { networkEntry } from '../networks/catalogue';

/** ONNX's own number for bytes. */
const UINT8 = 2;
/** Below this range a volume is of one value, and dividing by it means nothing. */
const FLAT = 1e-12;

/** A network with steps behind it that the format has no operation for, or none that every program runs. */
export interface Appended {
  readonly onnx: Uint8Array;
  /** What was added, in words; null: nothing had to be. */
  readonly added: string | null;
  /** The network in its own format does not have it, so that its numbers are not those of the bundle's output. */
  readonly onnxOnly: boolean;
}

/**
 * Adds to the ONNX network what makes its numbers those of the wanted output.
 *
 * `classes`: the number of the largest channel, as bytes, so that deepImageJ finds the type that is declared.
 * `mask` where the notebook stretches: the probabilities from their smallest to their largest, since bioimageio.core (0.10 and
 * 0.11) fails on `scale_range` in the postprocessing.
 */
export function appendSteps(onnx: Uint8Array, kind: OutputKind, prepared: Prepared): Appended {
  const { axes } = prepared.output;
  if (kind === 'classes') {
    return appendClasses(readModel(onnx), axes.indexOf('channel'));
  }
  if (kind === 'mask' && networkEntry(prepared.recipe.id).stretches) {
    const within = axes.flatMap((axis, index) => (axis === 'batch' ? [] : [index]));
    return appendStretch(readModel(onnx), within);
  }
  return { onnx, added: null, onnxOnly: false };
}

function appendClasses(model: OnnxModel, channel: number): Appended {
  const has = model.graph.nodes.some(({ op }) => op === 'ArgMax');
  const [output] = model.graph.outputs;
  const cast = node('Cast', has ? [output.name] : ['zooport_class_number'], ['zooport_classes'], { to: int(UINT8) });
  const largest = node('ArgMax', [output.name], ['zooport_class_number'], { axis: int(channel), keepdims: int(1) });
  const dims = output.dims?.map((size, axis) => (axis === channel ? 1 : size));
  return {
    onnx: extended(model, has ? [cast] : [largest, cast], [], { name: 'zooport_classes', elemType: UINT8, dims }),
    added: has ? null : 'the number of the most probable class',
    onnxOnly: !has
  };
}

function appendStretch(model: OnnxModel, axes: readonly number[]): Appended {
  const [output] = model.graph.outputs;
  const reduce = { axes: { kind: 'ints', value: axes }, keepdims: int(1) } as const;
  const nodes = [
    node('ReduceMin', [output.name], ['zooport_smallest'], reduce),
    node('ReduceMax', [output.name], ['zooport_largest'], reduce),
    node('Sub', ['zooport_largest', 'zooport_smallest'], ['zooport_span'], {}),
    node('Max', ['zooport_span', 'zooport_flat'], ['zooport_span_above_zero'], {}),
    node('Sub', [output.name, 'zooport_smallest'], ['zooport_above_smallest'], {}),
    node('Div', ['zooport_above_smallest', 'zooport_span_above_zero'], ['zooport_stretched'], {})
  ];
  const flat: OnnxTensor = { name: 'zooport_flat', elemType: FLOAT32, dims: [], values: [FLAT], external: false };
  return {
    onnx: extended(model, nodes, [flat], { ...output, name: 'zooport_stretched' }),
    added: 'the stretching of the probabilities from the smallest to the largest of the volume',
    onnxOnly: true
  };
}

function extended(
  model: OnnxModel,
  nodes: readonly OnnxNode[],
  constants: readonly OnnxTensor[],
  output: OnnxModel['graph']['outputs'][number]
): Uint8Array {
  const { graph } = model;
  return writeModel({
    ...model,
    graph: {
      ...graph,
      nodes: [...graph.nodes, ...nodes],
      initializers: [...graph.initializers, ...constants],
      outputs: [output]
    }
  });
}

function node(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, Attribute>>
): OnnxNode {
  return { name: outputs[0], op, domain: '', inputs, outputs, attributes: new Map(Object.entries(attributes)) };
}

function int(value: number): Attribute {
  return { kind: 'int', value };
}
