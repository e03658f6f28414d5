import type { Attribute, OnnxNode, OnnxTensor } from '../onnx/model';
import { FLOAT32, INT64 } from '../onnx/model';
import { BadOption } from './config';

export type Size = number | null;

/**
 * A tensor of the graph. `shape` is in Keras's axis order.
 * Stored `first`, Keras's last axis (the channels) stands at index 1; stored `keras`, the order is Keras's own.
 */
export interface Value {
  readonly name: string;
  readonly shape: readonly Size[];
  readonly stored: 'keras' | 'first';
  /** ONNX element type where it is not float32. */
  readonly elem?: number;
}

type AttributeValue = number | string | readonly number[] | { readonly float: number };

export interface NodeOptions {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

/** Collects nodes and constants; every name is made unique. */
export class GraphBuilder {
  nodes: OnnxNode[] = [];
  /** Values that got another name as an output of the graph. */
  readonly renamed = new Map<string, string>();
  readonly constants = new Map<string, OnnxTensor>();
  private readonly names = new Set<string>();
  /** How often a name was asked for: a layer may be called very often. */
  private readonly asked = new Map<string, number>();
  private readonly turned = new Map<string, string>();

  /** A name that no other value has. */
  unique(wanted: string): string {
    let name = wanted;
    let count = this.asked.get(wanted) ?? 1;
    for (; this.names.has(name); count++) {
      name = `${wanted}_${count}`;
    }
    this.asked.set(wanted, count);
    this.names.add(name);
    return name;
  }

  /**
   * Adds a node with one output and returns the output's name: the node's with `:0`, so that the plain names are left
   * to the inputs and outputs of the graph.
   */
  node(op: string, inputs: readonly string[], options: NodeOptions): string {
    const name = this.unique(options.name);
    const output = `${name}:0`;
    const attributes = Object.entries(options.attributes ?? {}).map(([key, value]) => [key, attribute(value)] as const);
    this.nodes.push({ name, op, domain: '', inputs, outputs: [output], attributes: new Map(attributes) });
    return output;
  }

  /**
   * A float32 constant, one per name however often its layer is called. It is made when the file is written: the weights
   * of a large network are then never all in memory beside the file that they come from.
   */
  floats(name: string, dims: readonly number[], make: () => Float32Array): string {
    if (!this.constants.has(name)) {
      this.names.add(name);
      this.constants.set(name, { name, elemType: FLOAT32, dims, load: () => bytesOf(make()), external: false });
    }
    return name;
  }

  scalar(name: string, value: number): string {
    return this.floats(name, [], () => Float32Array.of(value));
  }

  /** An int64 vector, as shapes, axes and paddings are given. */
  integers(name: string, values: readonly number[]): string {
    if (!this.constants.has(name)) {
      this.names.add(name);
      this.constants.set(name, { name, elemType: INT64, dims: [values.length], values: [...values], external: false });
    }
    return name;
  }

  /** The same tensor with its channels (Keras's last axis) at index 1. */
  channelsFirst(value: Value): Value {
    const rank = value.shape.length;
    if (value.stored === 'first' || rank < 3) {
      return value;
    }
    const order = [0, rank - 1, ...range(1, rank - 1)];
    return { ...value, name: this.turn(value.name, order, 'channels_first'), stored: 'first' };
  }

  /** The same tensor in Keras's own axis order. */
  kerasOrder(value: Value): Value {
    if (value.stored === 'keras') {
      return value;
    }
    const rank = value.shape.length;
    const order = [0, ...range(2, rank), 1];
    return { ...value, name: this.turn(value.name, order, 'channels_last'), stored: 'keras' };
  }

  /** Values that meet in one node are stored alike: channels first as soon as one of them is. */
  alike(values: readonly Value[]): readonly Value[] {
    return values.some(value => value.stored === 'first') ? values.map(value => this.channelsFirst(value)) : values;
  }

  private turn(name: string, order: readonly number[], suffix: string): string {
    const key = `${name}>${order.join()}`;
    const known = this.turned.get(key);
    if (known !== undefined) {
      return known;
    }
    const result = this.node('Transpose', [name], {
      name: `${name.replace(/:0$/, '')}/${suffix}`,
      attributes: { perm: order }
    });
    this.turned.set(key, result);
    // Turning back is the tensor itself.
    this.turned.set(`${result}>${inverse(order).join()}`, name);
    return result;
  }
}

/**
 * Index in the stored tensor of Keras's axis (which may be negative).
 * @throws {BadOption} where the tensor has no such axis.
 */
export function storedAxis(value: Value, axis: number): number {
  const rank = value.shape.length;
  const keras = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(keras) || keras < 0 || keras >= rank) {
    throw new BadOption(`works along axis ${axis}, and its input has ${rank} axes`);
  }
  if (value.stored === 'keras' || keras === 0) {
    return keras;
  }
  return keras === rank - 1 ? 1 : keras + 1;
}

/** The value that is left when Keras's `axes` are gone and `name` holds the rest in the stored order. */
export function without(value: Value, name: string, axes: readonly number[]): Value {
  const rank = value.shape.length;
  const shape = value.shape.filter((_, axis) => !axes.includes(axis));
  const first = value.stored === 'first' && !axes.includes(rank - 1) && shape.length > 2;
  return { ...value, name, shape, stored: first ? 'first' : 'keras' };
}

/** The values as a file stores them. */
export function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

function inverse(order: readonly number[]): number[] {
  return order.map((_, axis) => order.indexOf(axis));
}

/** Whole numbers are int attributes; `{ float }` is for attributes that ONNX declares as float. */
function attribute(value: AttributeValue): Attribute {
  if (typeof value === 'number') {
    return { kind: 'int', value };
  }
  if (typeof value === 'string') {
    return { kind: 'string', value };
  }
  return 'float' in value ? { kind: 'float', value: value.float } : { kind: 'ints', value };
}
