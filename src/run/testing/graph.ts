import { FLOAT32 } from '../../onnx/model';
import type { Attribute, OnnxNode, OnnxTensor } from '../../onnx/model';
import { writeModel } from '../../onnx/write';
import type { Random } from '../../tensor/testing/random';

type Values = Readonly<Record<string, number | string | readonly number[]>>;

/** An ONNX graph, node by node; its inputs have free sizes unless they are said. */
export class Graph {
  private readonly nodes: OnnxNode[] = [];
  private readonly constants: OnnxTensor[] = [];

  constructor(private readonly random: Random) {}

  /** A convolution over planes with weights drawn at random; `pads` keep the size where they are not given. */
  conv(
    input: string,
    from: number,
    to: number,
    shape: { readonly kernel?: number; readonly stride?: number; readonly pad?: number } = {}
  ): string {
    const { kernel = 3, stride = 1 } = shape;
    const { pad = (kernel - 1) / 2 } = shape;
    const weights = this.constant(
      Array.from({ length: to * from * kernel * kernel }, () => this.random.normal() / kernel),
      [to, from, kernel, kernel]
    );
    const attributes = { kernel_shape: [kernel, kernel], strides: [stride, stride], pads: [pad, pad, pad, pad] };
    return this.node('Conv', [input, weights], attributes);
  }

  /** Each pixel becomes a square of `by`. */
  enlarge(input: string, by: number): string {
    const scales = this.constant([1, 1, by, by], [4]);
    const attributes = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
    return this.node('Resize', [input, '', scales], attributes);
  }

  node(op: string, inputs: readonly string[], attributes: Values = {}): string {
    const output = `t${this.nodes.length}`;
    const all = new Map(Object.entries(attributes).map(([name, value]) => [name, attributeOf(value)]));
    this.nodes.push({ name: '', op, domain: '', inputs, outputs: [output], attributes: all });
    return output;
  }

  constant(values: readonly number[], dims: readonly number[]): string {
    const name = `c${this.constants.length}`;
    this.constants.push({ name, elemType: FLOAT32, dims, values, external: false });
    return name;
  }

  /** `inputs`: sizes of each, `null` for free ones. */
  write(inputs: Readonly<Record<string, readonly (number | null)[]>>, outputs: readonly string[]): Uint8Array {
    const rank = Object.values(inputs)[0].length;
    const value = (name: string, dims: readonly (number | null)[]) => ({ name, elemType: FLOAT32, dims });
    return writeModel({
      irVersion: 8,
      producer: 'test',
      producerVersion: '',
      opsets: new Map([['', 13]]),
      metadata: new Map(),
      graph: {
        name: 'graph',
        nodes: this.nodes,
        initializers: this.constants,
        inputs: Object.entries(inputs).map(([name, dims]) => value(name, dims)),
        outputs: outputs.map(name => value(name, new Array<null>(rank).fill(null)))
      }
    });
  }
}

function attributeOf(value: Values[string]): Attribute {
  if (typeof value === 'string') {
    return { kind: 'string', value };
  }
  return typeof value === 'number' ? { kind: 'int', value } : { kind: 'ints', value };
}
