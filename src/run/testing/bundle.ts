import { stringify } from 'yaml';
import type { FileSource } from '../../bundle/source';
import { memorySource } from '../../image/memory';
import type { ImageAxisId, ImageInfo, ImageSource } from '../../image/source';
import type { Tensor } from '../../tensor/tensor';

type Fields = Readonly<Record<string, unknown>>;

/** A bundle in memory: a description with these inputs and outputs, and its network. */
export function bundleOf(onnx: Uint8Array, inputs: readonly Fields[], outputs: readonly Fields[]): FileSource {
  const description = {
    format_version: '0.5.10',
    type: 'model',
    id: 'own-model',
    name: 'Own model',
    description: 'For tests',
    authors: [{ name: 'A. Researcher', github_user: 'researcher' }],
    license: 'MIT',
    documentation: 'README.md',
    cite: [{ text: 'Nobody et al.', url: 'http://localhost/paper' }],
    inputs: inputs.map(input => ({ test_tensor: { source: 'input.npy' }, data: { type: 'float32' }, ...input })),
    outputs: outputs.map(output => ({ test_tensor: { source: 'output.npy' }, data: { type: 'float32' }, ...output })),
    weights: { onnx: { source: 'weights.onnx', opset_version: 13 } }
  };
  const files = new Map([
    ['rdf.yaml', new TextEncoder().encode(stringify(description))],
    ['weights.onnx', onnx]
  ]);
  return {
    name: 'own.zip',
    list: () => Promise.resolve([...files].map(([name, { length: size }]) => ({ name, size }))),
    read: name => {
      const bytes = files.get(name);
      return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(`no ${name}`));
    }
  };
}

/** Axes batch, channel, y, x as a description writes them. */
export function planeAxes(channels: number, size: (id: 'y' | 'x') => unknown, more: Fields = {}): Fields[] {
  const names = Array.from({ length: channels }, (_, channel) => `channel${channel}`);
  return [
    { type: 'batch' },
    { type: 'channel', channel_names: names },
    { type: 'space', id: 'y', size: size('y'), ...more },
    { type: 'space', id: 'x', size: size('x'), ...more }
  ];
}

/** An image in memory whose axes are stated. */
export function imageOf(tensor: Tensor, axes: string, info: Partial<ImageInfo> = {}): ImageSource {
  const own = [...axes].map((id, axis) => ({ id: id as ImageAxisId, size: tensor.shape[axis] }));
  return memorySource(tensor, { name: 'image.tif', axes: own, stated: true, notes: [], ...info });
}
