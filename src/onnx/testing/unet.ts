import { FLOAT32 } from '../model';
import type { Attribute, OnnxNode, OnnxTensor } from '../model';
import { writeModel } from '../write';
import type { Random } from '../../tensor/testing/random';

const wide = 6;

/**
 * A small U-Net (two levels, 3 x 3 kernels, rectifiers, free sizes in steps of 2) with weights drawn at random, at the
 * scale at which training begins. Axes batch, channel, y, x; it gives logits, one channel.
 */
export function randomUnet(random: Random, channels = 1): Uint8Array {
  const net = new Builder(random);
  const first = net.convolution('x', channels, wide);
  const pooled = net.node('MaxPool', [first], { kernel_shape: [2, 2], strides: [2, 2] });
  const deep = net.convolution(net.convolution(pooled, wide, 2 * wide), 2 * wide, wide);
  const up = net.node('Resize', [deep, '', net.constant([1, 1, 2, 2], [4])], { mode: 'nearest' });
  const joined = net.node('Concat', [first, up], { axis: 1 });
  const last = net.convolution(joined, 2 * wide, wide);
  return net.write(net.convolution(last, wide, 1, { linear: true }), channels);
}

type Values = Readonly<Record<string, number | string | readonly number[]>>;

class Builder {
  private readonly nodes: OnnxNode[] = [];
  private readonly constants: OnnxTensor[] = [];

  constructor(private readonly random: Random) {}

  convolution(input: string, from: number, to: number, { linear = false } = {}): string {
    const spread = Math.sqrt(2 / (from * 9)) * (linear ? 2 : 1);
    const weights = this.constant(
      Array.from({ length: to * from * 9 }, () => this.random.normal() * spread),
      [to, from, 3, 3]
    );
    const bias = this.constant(
      Array.from({ length: to }, () => this.random.normal() * 0.1),
      [to]
    );
    const convolved = this.node('Conv', [input, weights, bias], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] });
    return linear ? convolved : this.node('Relu', [convolved], {});
  }

  node(op: string, inputs: readonly string[], attributes: Values): string {
    const output = `t${this.nodes.length}`;
    this.nodes.push({ name: '', op, domain: '', inputs, outputs: [output], attributes: toAttributes(attributes) });
    return output;
  }

  constant(values: readonly number[], dims: readonly number[]): string {
    const name = `c${this.constants.length}`;
    this.constants.push({ name, elemType: FLOAT32, dims, values, external: false });
    return name;
  }

  write(output: string, channels: number): Uint8Array {
    const value = (name: string, depth: number) => ({ name, elemType: FLOAT32, dims: [null, depth, null, null] });
    return writeModel({
      irVersion: 8,
      producer: 'test',
      producerVersion: '',
      opsets: new Map([['', 13]]),
      metadata: new Map(),
      graph: {
        name: 'unet',
        nodes: this.nodes,
        initializers: this.constants,
        inputs: [value('x', channels)],
        outputs: [value(output, 1)]
      }
    });
  }
}

function toAttributes(values: Values): Map<string, Attribute> {
  return new Map(
    Object.entries(values).map(([name, value]): [string, Attribute] => [
      name,
      typeof value === 'number'
        ? { kind: 'int', value }
        : typeof value === 'string'
          ? { kind: 'string', value }
          : { kind: 'ints', value }
    ])
  );
}
