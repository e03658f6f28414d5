import type { OnnxNode, OnnxTensor } from '../../onnx/model';
import { FLOAT32 } from '../../onnx/model';
import { writeModel } from '../../onnx/write';

/** ONNX's own numbers of element types. */
const INT64 = 7;
const BOOL = 9;
const LAST = 2 ** 52;

function node(
  op: string,
  inputs: string[],
  outputs: string[],
  attributes: OnnxNode['attributes'] = new Map()
): OnnxNode {
  return { name: '', op, domain: '', inputs, outputs, attributes };
}

function constant(name: string, elemType: number, values: readonly number[], dims = [values.length]): OnnxTensor {
  return { name, elemType, dims, values, external: false };
}

function network(nodes: readonly OnnxNode[], initializers: readonly OnnxTensor[]): Uint8Array {
  const value = (name: string) => ({ name, elemType: FLOAT32, dims: [null, null, null, null] });
  return writeModel({
    irVersion: 8,
    producer: 'test',
    producerVersion: '',
    opsets: new Map([['', 13]]),
    metadata: new Map(),
    graph: { name: 'hostile', nodes, initializers, inputs: [value('in')], outputs: [value('out')] }
  });
}

/** A loop that goes on as long as the sun shines: the network loads within a moment, and its run has no end. */
export function endlessNetwork(): Uint8Array {
  const scalar = { elemType: BOOL, dims: [] };
  const body = {
    name: 'body',
    nodes: [node('Identity', ['on'], ['still_on']), node('Relu', ['before'], ['after'])],
    initializers: [],
    inputs: [
      { name: 'turn', elemType: INT64, dims: [] },
      { name: 'on', ...scalar },
      { name: 'before', elemType: FLOAT32 }
    ],
    outputs: [
      { name: 'still_on', ...scalar },
      { name: 'after', elemType: FLOAT32 }
    ]
  };
  return network(
    [node('Loop', ['turns', 'true', 'in'], ['out'], new Map([['body', { kind: 'graph', value: body }]]))],
    [constant('turns', INT64, [LAST], []), constant('true', BOOL, [1], [])]
  );
}

/** Makes an image of so many pixels on the way, 4 bytes each, and adds its mean to the input. */
export function hugeNetwork(pixels: number): Uint8Array {
  const side = Math.round(Math.sqrt(pixels));
  const axes = new Map([['axes', { kind: 'ints', value: [2, 3] } as const]]);
  return network(
    [
      node('ConstantOfShape', ['shape'], ['large']),
      node('ReduceMean', ['large'], ['mean'], axes),
      node('Add', ['in', 'mean'], ['out'])
    ],
    [constant('shape', INT64, [1, 1, side, side])]
  );
}
