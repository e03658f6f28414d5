import { FLOAT32, INT64 } from '../../onnx/model';
import type { OnnxModel, OnnxNode, OnnxTensor, ValueInfo } from '../../onnx/model';
import { writeModel } from '../../onnx/write';
import { readRaw } from '../../spec/read';
import type { ModelDescription } from '../../spec/model';
import { smallDescription, smallZip } from '../testing/small';
import type { SmallDescription } from '../testing/small';
import { openBundle } from '../../bundle/open';
import type { OpenBundle } from '../../bundle/open';
import { zipSource } from '../../bundle/zip';

type Attributes = Readonly<Record<string, number | string | readonly number[]>>;

export function node(op: string, inputs: string[], outputs: string[], attributes: Attributes = {}): OnnxNode {
  const entries = Object.entries(attributes).map(([name, value]) => {
    const attribute =
      typeof value === 'number'
        ? ({ kind: 'int', value } as const)
        : typeof value === 'string'
          ? ({ kind: 'string', value } as const)
          : ({ kind: 'ints', value } as const);
    return [name, attribute] as const;
  });
  // Two nodes must not share a name.
  return { name: `${op} ${outputs.join()}`, op, domain: '', inputs, outputs, attributes: new Map(entries) };
}

export function value(name: string, dims: ValueInfo['dims'] = [null, null, null, null], elemType = FLOAT32): ValueInfo {
  return { name, elemType, dims };
}

/** A constant of float32, or of int64. */
export function constant(name: string, dims: readonly number[], values: readonly number[], whole = false): OnnxTensor {
  return { name, elemType: whole ? INT64 : FLOAT32, dims, values, external: false };
}

export interface NetworkParts {
  readonly nodes: readonly OnnxNode[];
  readonly inputs?: readonly ValueInfo[];
  readonly outputs?: readonly ValueInfo[];
  readonly initializers?: readonly OnnxTensor[];
  readonly opset?: number;
  readonly irVersion?: number;
}

/** A network from "in" to "out", all of whose sizes are free unless told otherwise. */
export function networkOf(parts: NetworkParts): OnnxModel {
  return {
    irVersion: parts.irVersion ?? 8,
    producer: 'test',
    producerVersion: '',
    opsets: new Map([['', parts.opset ?? 13]]),
    metadata: new Map(),
    graph: {
      name: 'test',
      nodes: parts.nodes,
      initializers: parts.initializers ?? [],
      inputs: parts.inputs ?? [value('in')],
      outputs: parts.outputs ?? [value('out')]
    }
  };
}

export const relu = node('Relu', ['in'], ['out']);

/** The small bundle with another network, read. */
export async function bundleWith(
  network: OnnxModel | Uint8Array,
  change: (description: SmallDescription) => void = () => undefined
): Promise<{ bundle: OpenBundle; description: ModelDescription }> {
  const raw = smallDescription();
  change(raw);
  const bytes = network instanceof Uint8Array ? network : writeModel(network);
  const bundle = await openBundle(zipSource(smallZip(raw, new Map([['weights.onnx', bytes]]))));
  const { description } = readRaw(raw);
  if (!description) {
    throw new Error('The description of this test cannot be read.');
  }
  return { bundle, description };
}
