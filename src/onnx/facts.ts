import { elemName } from './model';
import type { OnnxGraph, OnnxTensor, ValueInfo } from './model';
import { readModel } from './read';

/** One input or output of a graph. */
export interface GraphTensor {
  readonly name: string;
  readonly elemType: number;
  /** Element type as numpy names it (`float32`). */
  readonly dtype: string;
  /** `null` is a free size; `undefined`: the file does not say the rank. */
  readonly shape?: readonly (number | null)[];
}

/** What consumers ask of an ONNX file before they load it. */
export interface GraphFacts {
  /** Version of the default operator set; 0 where the file imports none. */
  readonly opset: number;
  readonly irVersion: number;
  /** The real inputs: initializers that old files also list as inputs are left out. */
  readonly inputs: readonly GraphTensor[];
  readonly outputs: readonly GraphTensor[];
  /** Weights lie in another file beside this one. */
  readonly externalData: boolean;
  /** Those files, as the tensors name them: relative to this one. */
  readonly externalFiles: readonly string[];
  /** How often each operator occurs, subgraphs included; `domain.Name` outside the default domain. */
  readonly operators: ReadonlyMap<string, number>;
}

/**
 * Reads what an ONNX file says about itself. Weights are not copied.
 * @throws {OnnxError} where the bytes are not an ONNX file.
 */
export function graphFacts(bytes: Uint8Array): GraphFacts {
  const model = readModel(bytes);
  const constants = new Set(model.graph.initializers.map(tensor => tensor.name));
  const operators = new Map<string, number>();
  const outside: OnnxTensor[] = [];
  visitGraphs(model.graph, graph => {
    outside.push(...graph.initializers.filter(tensor => tensor.external));
    for (const node of graph.nodes) {
      const name = node.domain ? `${node.domain}.${node.op}` : node.op;
      operators.set(name, (operators.get(name) ?? 0) + 1);
      for (const attribute of node.attributes.values()) {
        if (attribute.kind === 'tensor' && attribute.value.external) {
          outside.push(attribute.value);
        }
      }
    }
  });
  return {
    opset: model.opsets.get('') ?? 0,
    irVersion: model.irVersion,
    inputs: model.graph.inputs.filter(input => !constants.has(input.name)).map(tensorOf),
    outputs: model.graph.outputs.map(tensorOf),
    externalData: outside.length > 0,
    externalFiles: [...new Set(outside.flatMap(({ location }) => location ?? []))],
    operators
  };
}

function visitGraphs(graph: OnnxGraph, visit: (graph: OnnxGraph) => void): void {
  visit(graph);
  for (const node of graph.nodes) {
    for (const attribute of node.attributes.values()) {
      if (attribute.kind === 'graph') {
        visitGraphs(attribute.value, visit);
      }
    }
  }
}

function tensorOf(info: ValueInfo): GraphTensor {
  // A size of 0 or below is how some exporters write "free".
  const shape = info.dims?.map(dim => (typeof dim === 'number' && dim > 0 ? dim : null));
  return { name: info.name, elemType: info.elemType, dtype: elemName(info.elemType), ...(shape ? { shape } : {}) };
}
