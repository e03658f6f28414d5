import type { Config } from './config';
import type { ConvertProblem } from './conversion';
import { ConvertError } from './conversion';
import type { GraphBuilder, NodeOptions, Size, Value } from './graph';
import type { StoredArray } from './file/hdf5';
import type { LayerSpec } from './layerSpec';
import type { Operand } from './operation';
import { shortened } from '../spec/place/shortened';
import { OTHER_TRAINING } from './rebuild/match';
import type { LayerWeights } from './file/weightNames';

/** How one Keras class becomes ONNX: the one thing to write for a new layer. */
export interface LayerType {
  /** Names of its weights in Keras's order; none where absent. */
  weights?(config: Config): readonly string[];
  /** Adds the layer's nodes and gives its output. */
  apply(call: LayerCall): Value;
}

/** An activation layer without weights: what it makes of a value with a configuration. */
export type Shaping = (call: LayerCall, value: Value, config: Config) => Value;

/** The layer needs sizes that were to stay free: the conversion begins again with the file's own sizes. */
export class SizeNeeded extends Error {
  /** The layer that needs them. */
  layer?: LayerSpec;

  /** `what` continues "The layer … "; `stated` is what the network has to say of its input. */
  constructor(
    readonly what = 'has weights or a shape for one image size, and the network leaves the size of its images open',
    readonly stated = 'size'
  ) {
    super(what);
  }
}

/** What a call is told beside the layer itself. */
interface CallFacts {
  /** Keras's major version, where the meaning of a name depends on it. */
  readonly keras: 2 | 3;
  readonly stored: LayerWeights;
  /** Of an operation: its arguments in order, tensors and constants. */
  readonly operands: readonly Operand[];
  /** The layer is not described in the file: it was rebuilt from a configuration. */
  readonly rebuilt: boolean;
  /** Layers that may stand in a layer's `activation`, by class: those without weights. */
  readonly shapings: ReadonlyMap<string, Shaping>;
}

/** One call of a layer. */
export class LayerCall {
  constructor(
    readonly graph: GraphBuilder,
    readonly spec: LayerSpec,
    readonly config: Config,
    readonly inputs: readonly Value[],
    private readonly facts: CallFacts
  ) {}

  get keras(): 2 | 3 {
    return this.facts.keras;
  }

  get operands(): readonly Operand[] {
    return this.facts.operands;
  }

  get shapings(): ReadonlyMap<string, Shaping> {
    return this.facts.shapings;
  }

  /** The only input. */
  get input(): Value {
    return this.inputs[0] ?? this.fail('damaged', 'has no input');
  }

  /** Adds a node that is named after the layer, with `part` where it has several. */
  node(op: string, inputs: readonly string[], attributes: NodeOptions['attributes'] = {}, part?: string): string {
    return this.graph.node(op, inputs, { name: part ? `${this.spec.path}/${part}` : this.spec.path, attributes });
  }

  /** Name of a constant of this layer. */
  name(part: string): string {
    return `${this.spec.path}/${part}`;
  }

  /** Applies an operator that changes neither shape nor order. */
  pointwise(op: string, value: Value, attributes: NodeOptions['attributes'] = {}, part?: string): Value {
    return { ...value, name: this.node(op, [value.name], attributes, part) };
  }

  /**
   * The values of a weight, C order.
   * @throws {ConvertError} `weights-mismatch` unless its shape is `shape` (`null`: any size).
   */
  weight(name: string, shape: readonly Size[]): { readonly shape: readonly number[]; readonly data: Float32Array } {
    const array = this.fits(name, shape);
    const data = array.read();
    const count = array.shape.reduce((product, size) => product * size, 1);
    if (data.length !== count) {
      this.fail('damaged', `has a ${name} that is cut short`);
    }
    return { shape: array.shape, data };
  }

  /** The same without reading it: values are read when the file is written, a shape that does not fit is said before. */
  fits(name: string, shape: readonly Size[]): StoredArray {
    const array = this.facts.stored.get(name) ?? this.fail('weights-mismatch', `has no ${name} in the file`);
    const fits =
      array.shape.length === shape.length && shape.every((size, at) => size === null || size === array.shape[at]);
    if (!fits) {
      const expected = shape.map(size => size ?? 'any').join(' × ');
      this.fail(
        'weights-mismatch',
        `has a ${name} of shape ${array.shape.join(' × ') || 'one number'} where ${expected} is expected`
      );
    }
    return array;
  }

  /** A weight's shape without reading it. */
  weightShape(name: string): readonly number[] {
    return (this.facts.stored.get(name) ?? this.fail('weights-mismatch', `has no ${name} in the file`)).shape;
  }

  fail(problem: ConvertProblem, what: string): never {
    throw layerError(this.spec, problem, what, this.facts.rebuilt);
  }
}

function layerCalled(name: string, kind: string): string {
  return `The layer "${shortened(name)}" (${shortened(kind)})`;
}

/** `what` continues "The layer … ". */
export function layerError(
  { name, class: kind }: LayerSpec,
  problem: ConvertProblem,
  what: string,
  rebuilt: boolean
): ConvertError {
  const way = rebuilt && problem === 'weights-mismatch' ? OTHER_TRAINING : WAYS_OUT[problem];
  return new ConvertError(problem, `${layerCalled(name, kind)} ${what}. ${way}`, { name, class: kind });
}

const TF2ONNX =
  "Convert the network with tf2onnx in the notebook's kernel (pip install tf2onnx), or replace the layer by one that is known and train again.";

const WAYS_OUT: Record<ConvertProblem, string> = {
  'not-keras': '',
  damaged: 'Copy the file again, or save the network again with model.save().',
  'no-architecture': '',
  'unknown-layer': TF2ONNX,
  'unsupported-option': TF2ONNX,
  'weights-mismatch':
    'The weights and the description of the network do not belong together, or the file is damaged; save the network again with model.save().'
};

/** The one place that says how an unknown class is reported. */
export function unknownLayer(spec: LayerSpec): ConvertError {
  const what =
    spec.class === 'Lambda'
      ? 'holds Python code, which is never run from a file'
      : 'is of a class that this converter does not know';
  return new ConvertError('unknown-layer', `${layerCalled(spec.name, spec.class)} ${what}. ${TF2ONNX}`, {
    name: spec.name,
    class: spec.class
  });
}
