import type { Json } from './json';
import { stringOf } from './json';
import type { TensorRef } from './tensorRef';
import { isRecord, lookup } from '../tensor/lookup';

/** What an operation computes with: one of the call's tensors, by its place among them, or a constant of the file. */
export type Operand = { readonly tensor: number } | { readonly constant: unknown };

/** One call of an operation that Keras recorded outside layers (`x * 2`, `ops.argmax(x)`, `tf.concat(...)`). */
export interface OperationCall {
  readonly refs: readonly TensorRef[];
  readonly operands: readonly Operand[];
  /** Arguments given by name. */
  readonly keywords: Json;
}

/** TensorFlow's names of operations (Keras 2 records those), as Keras 3 names the same operation. */
const TENSORFLOW: Readonly<Record<string, string>> = {
  '__operators__.add': 'Add',
  '__operators__.getitem': 'GetItem',
  'compat.v1.squeeze': 'Squeeze',
  'compat.v1.transpose': 'Transpose',
  'math.argmax': 'Argmax',
  'math.divide': 'TrueDivide',
  'math.multiply': 'Multiply',
  'math.negative': 'Negative',
  'math.pow': 'Power',
  'math.reduce_max': 'Max',
  'math.reduce_mean': 'Mean',
  'math.reduce_min': 'Min',
  'math.reduce_sum': 'Sum',
  'math.subtract': 'Subtract',
  'math.truediv': 'TrueDivide',
  argmax: 'Argmax',
  cast: 'Cast',
  clip_by_value: 'Clip',
  concat: 'Concatenate',
  expand_dims: 'ExpandDims',
  reshape: 'Reshape',
  squeeze: 'Squeeze',
  transpose: 'Transpose',
  ...sameName(
    'math',
    'abs add cos exp floor greater less log log1p maximum minimum reciprocal rsqrt sign sin sqrt square sigmoid softplus tanh'
  ),
  ...sameName('nn', 'elu leaky_relu log_softmax relu relu6 selu sigmoid silu softmax softplus softsign tanh')
};

/** `math.sqrt` is Keras's `Sqrt`. */
function sameName(group: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map(name => [`${group}.${name}`, camelCase(name)]));
}

function camelCase(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The class of an operation, `ops.Name`, whichever Keras recorded it; `undefined` for a layer. */
export function operationOf(entry: Json): string | undefined {
  const name = stringOf(entry, 'class_name') ?? 'unknown';
  if (name === 'TFOpLambda' || name === 'SlicingOpLambda') {
    const written = isRecord(entry['config']) ? (stringOf(entry['config'], 'function') ?? '') : '';
    const known = lookup(TENSORFLOW, written);
    return known ? `ops.${known}` : `tf.${written}`;
  }
  return /\.ops\./.test(stringOf(entry, 'module') ?? '') ? `ops.${name}` : undefined;
}

/** Reads one entry of an operation's `inbound_nodes`. */
export function operationCall(node: unknown): OperationCall {
  const reading = new Reading();
  if (isRecord(node)) {
    // Keras 3: { args, kwargs }.
    reading.each(Array.isArray(node['args']) ? node['args'] : []);
    reading.named(isRecord(node['kwargs']) ? node['kwargs'] : {});
  } else if (Array.isArray(node)) {
    // Keras 2: [name, call, tensor, keywords], or a list of these where the operation takes a list of tensors.
    const items: unknown[] = typeof node[0] === 'string' ? [node] : node;
    for (const item of items) {
      reading.old(item);
    }
  }
  return reading;
}

class Reading implements OperationCall {
  readonly refs: TensorRef[] = [];
  readonly operands: Operand[] = [];
  private readonly words: (readonly [string, unknown])[] = [];

  get keywords(): Json {
    return Object.fromEntries(this.words);
  }

  /** Positional arguments of Keras 3; a list of tensors counts as so many arguments. */
  each(values: readonly unknown[]): void {
    for (const value of values) {
      const ref = tensorOf(value);
      if (ref) {
        this.tensor(ref);
      } else if (Array.isArray(value) && value.some(item => tensorOf(item))) {
        this.each(value);
      } else {
        this.operands.push({ constant: value });
      }
    }
  }

  named(values: Json): void {
    for (const [name, value] of Object.entries(values)) {
      const ref = tensorOf(value) ?? refOf(value);
      if (ref) {
        this.tensor(ref);
      } else if (name === 'y') {
        // The second operand of TensorFlow's arithmetic.
        this.operands.push({ constant: value });
      } else {
        this.words.push([name, value]);
      }
    }
  }

  old(item: unknown): void {
    if (!Array.isArray(item)) {
      return;
    }
    const [name, , value, keywords] = item as unknown[];
    const ref = refOf(item);
    if (name === '_CONSTANT_VALUE') {
      this.operands.push({ constant: value });
    } else if (ref) {
      this.tensor(ref);
    }
    this.named(isRecord(keywords) ? keywords : {});
  }

  private tensor(ref: TensorRef): void {
    this.operands.push({ tensor: this.refs.length });
    this.refs.push(ref);
  }
}

/** A tensor as Keras 3 writes it among arguments. */
function tensorOf(value: unknown): TensorRef | undefined {
  return isRecord(value) && value['class_name'] === '__keras_tensor__' && isRecord(value['config'])
    ? refOf(value['config']['keras_history'])
    : undefined;
}

/** `["name", call, tensor]` */
function refOf(value: unknown): TensorRef | undefined {
  if (!Array.isArray(value)) {
    return undefined;
  }
  const [layer, call, tensor] = value as unknown[];
  return typeof layer === 'string' && typeof call === 'number' && typeof tensor === 'number'
    ? { layer, call, tensor }
    : undefined;
}
