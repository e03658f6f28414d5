import { stringify } from 'yaml';
import { FLOAT32 } from '../../onnx/model';
import { writeModel } from '../../onnx/write';
import { createTensor } from '../../tensor/create';
import { writeNpy } from '../../tensor/npy';
import { rawZip } from '../../bundle/testing/rawzip';

/** A network with one Relu; `channels` fixes the size of its second axis. */
export function reluNetwork(channels: number | null = null): Uint8Array {
  const value = (name: string) => ({ name, elemType: FLOAT32, dims: [null, channels, null, null] });
  return writeModel({
    irVersion: 8,
    producer: 'test',
    producerVersion: '',
    opsets: new Map([['', 13]]),
    metadata: new Map(),
    graph: {
      name: 'relu',
      nodes: [{ name: '', op: 'Relu', domain: '', inputs: ['in'], outputs: ['out'], attributes: new Map() }],
      initializers: [],
      inputs: [value('in')],
      outputs: [value('out')]
    }
  });
}

/** Values from -2.5 to 3.5, none of them the same. */
const input = Float32Array.from({ length: 48 }, (_, index) => index / 8 - 2.5);

/** Axes batch, channel, y, x: 1 x 1 x 6 x 8. */
export const smallInput = createTensor('float32', [1, 1, 6, 8], input);
/** What the network makes of it. */
export const smallOutput = createTensor(
  'float32',
  [1, 1, 6, 8],
  input.map(value => Math.max(value, 0))
);

function axes(size: (id: string) => unknown) {
  return [
    { type: 'batch' },
    { type: 'channel', channel_names: ['intensity'] },
    { type: 'space', id: 'y', size: size('y') },
    { type: 'space', id: 'x', size: size('x') }
  ];
}

/** The smallest model that the zoo would take, without anything to complain about but the sample tensors. */
export function smallDescription() {
  return {
    format_version: '0.5.8',
    type: 'model',
    id: 'small-model',
    name: 'Small model',
    description: 'Cuts off what is below zero',
    authors: [{ name: 'A. Researcher', github_user: 'researcher' }],
    license: 'MIT',
    documentation: 'README.md',
    tags: ['test'],
    cite: [{ text: 'Nobody et al.', url: 'http://localhost/paper' }],
    inputs: [
      {
        id: 'raw',
        axes: axes(() => ({ min: 4, step: 2 })),
        test_tensor: { source: 'input.npy' },
        data: { type: 'float32' },
        preprocessing: [{ id: 'ensure_dtype', kwargs: { dtype: 'float32' } }]
      }
    ],
    outputs: [
      {
        id: 'cut',
        axes: axes(axis_id => ({ tensor_id: 'raw', axis_id })),
        test_tensor: { source: 'output.npy' },
        data: { type: 'float32' }
      }
    ],
    weights: { onnx: { source: 'weights.onnx', opset_version: 13 } }
  };
}

export type SmallDescription = ReturnType<typeof smallDescription>;

export function smallFiles(): Map<string, Uint8Array> {
  return new Map([
    ['input.npy', writeNpy(smallInput)],
    ['output.npy', writeNpy(smallOutput)],
    ['weights.onnx', reluNetwork()],
    ['README.md', new TextEncoder().encode('# Small\n\n## Validation\n\nNone.\n')]
  ]);
}

/** A zip of a description (an object, or text as it is) and files. */
export function smallZip(
  description: object | string = smallDescription(),
  files = smallFiles(),
  name = 'rdf.yaml'
): Uint8Array {
  const text = typeof description === 'string' ? description : stringify(description);
  const entries = [...files].map(([file, bytes]) => ({ name: file, bytes }));
  return rawZip([{ name, bytes: new TextEncoder().encode(text) }, ...entries]);
}
