import type { DType } from '../tensor/tensor';

/** An ONNX file, as far as Zooport reads and writes it. Fields that are not named here are dropped. */
export interface OnnxModel {
  readonly irVersion: number;
  readonly producer: string;
  readonly producerVersion: string;
  /** Version of each operator set; the default domain has the key `''`. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: OnnxGraph;
  readonly metadata: ReadonlyMap<string, string>;
}

export interface OnnxGraph {
  readonly name: string;
  /** In an order in which they can be computed. */
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
}

export interface OnnxNode {
  readonly name: string;
  readonly op: string;
  readonly domain: string;
  /** An empty name is an optional input that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, Attribute>;
}

export type Attribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'tensor'; readonly value: OnnxTensor }
  | { readonly kind: 'graph'; readonly value: OnnxGraph }
  | { readonly kind: 'other' };

/** A constant of the graph. */
export interface OnnxTensor {
  readonly name: string;
  readonly elemType: number;
  readonly dims: readonly number[];
  /** Little-endian C-order bytes: a view on the file where the file stores them so. */
  readonly raw?: Uint8Array;
  /** Gives the same bytes when the file is written, so that large weights need not all be in memory before. */
  readonly load?: () => Uint8Array;
  /** The values where the file stores them as numbers. */
  readonly values?: readonly number[];
  /** The values are in another file. */
  readonly external: boolean;
  /** That file, relative to this one, where the tensor says it. */
  readonly location?: string;
}

export interface ValueInfo {
  readonly name: string;
  /** ONNX element type; 0 where it is not a tensor or not said. */
  readonly elemType: number;
  /** A name is a free size with that name, `null` a free one without; `undefined`: rank not said. */
  readonly dims?: readonly (number | string | null)[];
}

/** ONNX element types by number (`TensorProto.DataType`), named as numpy names them. */
const NAMES: readonly (DType | 'string' | 'float16' | 'bfloat16' | 'complex64' | 'complex128' | undefined)[] = [
  undefined,
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
  'bfloat16'
];

export const FLOAT32 = 1;
export const INT64 = 7;
export const BOOL = 9;

/** Name of an ONNX element type, `type N` for one that has no name here. */
export function elemName(elemType: number): string {
  return NAMES[elemType] ?? `type ${elemType}`;
}

/** ONNX element type that numpy names so; `undefined` where ONNX has none. */
export function elemNumber(name: string): number | undefined {
  const found = NAMES.findIndex(known => known === name);
  return found < 0 ? undefined : found;
}

/** The numbers of a small integer or float constant; `undefined` where they are not in the file. */
export function tensorNumbers(tensor: OnnxTensor): number[] | undefined {
  if (tensor.values) {
    return [...tensor.values];
  }
  if (!tensor.raw || tensor.external) {
    return undefined;
  }
  // The view may start at any byte of the file, and typed arrays need aligned ones.
  const bytes = new Uint8Array(tensor.raw).buffer;
  switch (elemName(tensor.elemType)) {
    case 'float32':
      return [...new Float32Array(bytes)];
    case 'float64':
      return [...new Float64Array(bytes)];
    case 'int32':
      return [...new Int32Array(bytes)];
    case 'int64':
      return [...new BigInt64Array(bytes)].map(Number);
    case 'bool':
    case 'uint8':
      return [...new Uint8Array(bytes)];
    default:
      return undefined;
  }
}
