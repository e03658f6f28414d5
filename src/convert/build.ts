import type { Archive } from './file/archive';
import { BadOption, Config } from './config';
import { ConvertError } from './conversion';
import { GraphBuilder } from './graph';
import type { Size, Value } from './graph';
import { LayerCall, layerError, SizeNeeded, unknownLayer } from './layer';
import type { LayerType } from './layer';
import { LAYERS, SHAPINGS } from './layers/registry';
import type { LayerSpec, Network } from './layerSpec';
import type { TensorRef } from './tensorRef';
import { inputShape } from './network';
import type { LayerWeights } from './file/weightNames';
import { assignWeights } from './file/weights';

/** A graph whose inputs and outputs are in Keras's axis order. */
export interface Built {
  readonly graph: GraphBuilder;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
}

interface BuildOptions {
  readonly freeSizes: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Which sizes of the inputs stay free: all but the batch and the last or the first other axis, or none. */
type Free = 'before last' | 'behind first' | 'none';

/** A stateless check that all layers are known comes first: it is the commonest failure and the one to name. */
export function buildGraph(network: Network, archive: Archive, options: BuildOptions): Built {
  const weights = assignWeights(network, archive, layer => weightNames(layer, archive.rebuilt !== undefined));
  const make = (free: Free) => new Walk(network, weights, archive, { free, signal: options.signal }).build();
  if (network.inputs.every(ref => isFixed(layerOf(network, ref)))) {
    // The file's own sizes show what does not fit an image: a crop that is larger, a window.
    make('none');
  }
  let needed: SizeNeeded | undefined;
  for (const free of options.freeSizes ? attempts(network) : (['none'] as const)) {
    try {
      return make(free);
    } catch (error) {
      if (!(error instanceof SizeNeeded)) {
        throw error;
      }
      needed = error;
    }
  }
  throw sizeNeeded(needed);
}

/** A network that turns its axes itself may have its channels first without saying so in any layer. */
function attempts(network: Network): readonly Free[] {
  if (hasChannelsFirst(network)) {
    return ['behind first', 'none'];
  }
  const turns = network.layers.some(layer => layer.class === 'Permute' || layer.class === 'ops.Transpose');
  return turns ? ['before last', 'behind first', 'none'] : ['before last', 'none'];
}

function sizeNeeded(error = new SizeNeeded()): ConvertError {
  const { layer, what, stated } = error;
  const { name, class: kind } = layer ?? { name: '', class: '' };
  return new ConvertError(
    'unsupported-option',
    `The layer "${name}" (${kind}) ${what}. Save the network with the ${stated} of its input stated.`,
    layer && { name, class: kind },
    { cause: error }
  );
}

function weightNames(layer: LayerSpec, rebuilt: boolean): readonly string[] {
  try {
    return typeOf(layer)?.weights?.(new Config(layer.config)) ?? [];
  } catch (error) {
    throw error instanceof BadOption ? layerError(layer, 'damaged', error.what, rebuilt) : error;
  }
}

/** The converter of a layer; none for inputs and for networks used as layers. */
function typeOf(layer: LayerSpec): LayerType | undefined {
  if (layer.network || layer.class === 'InputLayer') {
    return undefined;
  }
  const type = LAYERS.get(layer.class);
  if (!type) {
    throw unknownLayer(layer);
  }
  return type;
}

/** A call of a layer whose inputs are being made. */
interface Pending {
  readonly ref: TensorRef;
  readonly layer: LayerSpec;
  readonly refs: readonly TensorRef[];
  readonly inputs: Value[];
}

function keyOf({ layer, call }: TensorRef): string {
  return `${layer}#${call}`;
}

interface WalkOptions {
  readonly free: Free;
  readonly signal?: AbortSignal | undefined;
}

class Walk {
  private readonly graph = new GraphBuilder();

  constructor(
    private readonly network: Network,
    private readonly weights: ReadonlyMap<string, LayerWeights>,
    private readonly archive: Archive,
    private readonly options: WalkOptions
  ) {}

  build(): Built {
    const inputs = this.network.inputs.map(ref => this.input(layerOf(this.network, ref)));
    const outputs = this.run(this.network, inputs).map(value => this.graph.kerasOrder(value));
    return { graph: this.graph, inputs, outputs };
  }

  private input(layer: LayerSpec): Value {
    const shape = inputShape(layer.config);
    if (!shape || shape.length < 2) {
      throw new ConvertError(
        'no-architecture',
        `The input "${layer.name}" of the network has no shape: the network was saved before it was built. Call it once (or give it an input shape) and save it again.`,
        { name: layer.name, class: layer.class }
      );
    }
    const channels = this.options.free === 'behind first' ? 1 : shape.length - 1;
    const free = this.options.free !== 'none' && shape.length > 2;
    const sizes = shape.map((size, axis) => (axis === 0 || (free && axis !== channels) ? null : sizeOf(size)));
    return { name: this.graph.unique(identifier(layer.name)), shape: sizes, stored: 'keras' };
  }

  /** Follows a network from its outputs back to its inputs; each call of a layer is made once. */
  private run(network: Network, inputs: readonly Value[]): readonly Value[] {
    const layers = new Map(network.layers.map(layer => [layer.name, layer]));
    const given = new Map(network.inputs.map((ref, at) => [ref.layer, [inputs[at]]]));
    const done = new Map<string, readonly Value[]>();
    const valueOf = (ref: TensorRef): Value | undefined => {
      const known = done.get(keyOf(ref)) ?? given.get(ref.layer);
      return known && (known[ref.tensor] ?? brokenGraph(ref));
    };
    const started = new Set<string>();
    const begin = (ref: TensorRef): Pending => {
      const layer = layers.get(ref.layer);
      const refs = layer?.calls[ref.call];
      if (!layer || !refs || started.has(keyOf(ref))) {
        return brokenGraph(ref);
      }
      started.add(keyOf(ref));
      return { ref, layer, refs, inputs: [] };
    };
    // No recursion: thousands of layers may follow one another.
    const resolve = (wanted: TensorRef): Value => {
      const open = valueOf(wanted) ? [] : [begin(wanted)];
      for (let last = open.at(-1); last; last = open.at(-1)) {
        const next = last.refs[last.inputs.length];
        if (!next) {
          done.set(keyOf(last.ref), this.call(last.layer, last.ref.call, last.inputs));
          open.pop();
          continue;
        }
        const value = valueOf(next);
        if (value) {
          last.inputs.push(value);
        } else {
          open.push(begin(next));
        }
      }
      return valueOf(wanted) ?? brokenGraph(wanted);
    };
    return network.outputs.map(resolve);
  }

  private call(layer: LayerSpec, index: number, inputs: readonly Value[]): readonly Value[] {
    this.options.signal?.throwIfAborted();
    if (layer.network) {
      return this.run(layer.network, inputs);
    }
    const type = typeOf(layer);
    if (!type) {
      return inputs;
    }
    const stored = this.weights.get(layer.path) ?? new Map();
    const { operands, keywords } = layer.operations?.[index] ?? { operands: [], keywords: {} };
    const config = new Config({ ...layer.config, ...keywords });
    const { keras, rebuilt } = this.archive;
    const facts = { keras, stored, operands, rebuilt: rebuilt !== undefined, shapings: SHAPINGS };
    return [applied(type, new LayerCall(this.graph, layer, config, inputs, facts))];
  }
}

/** What the layer gives; what cannot be is said of the layer. */
function applied(type: LayerType, call: LayerCall): Value {
  try {
    const value = type.apply(call);
    const wrong = value.shape.find((size, axis) => axis > 0 && size !== null && !(Number.isInteger(size) && size > 0));
    if (wrong !== undefined) {
      const sizes = (shape: Value['shape']) =>
        shape
          .slice(1)
          .map(size => size ?? 'any')
          .join(' × ');
      const given = call.inputs.map(input => sizes(input.shape)).join(' and ');
      return call.fail('damaged', `would make ${sizes(value.shape)} values of ${given}`);
    }
    return value;
  } catch (error) {
    if (error instanceof BadOption) {
      return call.fail('damaged', error.what);
    }
    if (error instanceof SizeNeeded) {
      error.layer ??= call.spec;
    }
    throw error;
  }
}

/** Whether the file states all sizes of an input. */
function isFixed(layer: LayerSpec): boolean {
  return inputShape(layer.config)?.every((size, axis) => axis === 0 || sizeOf(size) !== null) ?? false;
}

function brokenGraph(ref: TensorRef): never {
  throw new ConvertError(
    'damaged',
    `The description of the network is damaged: nothing gives the output ${ref.tensor} of the layer "${ref.layer}". Save the network again.`
  );
}

function layerOf(network: Network, ref: TensorRef): LayerSpec {
  return network.layers.find(layer => layer.name === ref.layer) ?? brokenGraph(ref);
}

function hasChannelsFirst(network: Network): boolean {
  return network.layers.some(
    layer => layer.config['data_format'] === 'channels_first' || (layer.network && hasChannelsFirst(layer.network))
  );
}

function sizeOf(size: unknown): Size {
  return typeof size === 'number' && size > 0 ? size : null;
}

/** Names that every runtime's API takes, also as keyword arguments. */
export function identifier(name: string): string {
  const plain = name.replace(/\W/g, '_');
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
}
