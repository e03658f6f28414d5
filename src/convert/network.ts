import { checkBounds } from './bounds';
import { ConvertError } from './conversion';
import type { Json } from './json';
import { isNumbers, objectOf, objectsOf, stringOf } from './json';
import type { Network, LayerSpec } from './layerSpec';
import { operationCall, operationOf } from './operation';
import type { TensorRef } from './tensorRef';
import { isRecord } from '../tensor/lookup';

const NO_ARCHITECTURE =
  'The file does not describe the network as a graph of layers (it may be a subclassed model). Rebuild it as a functional or sequential model, load the weights into it and save it again.';

/**
 * Reads a model as Keras serialises it (`{ class_name, config }`).
 * @throws {ConvertError} `no-architecture` or `unsupported-option`.
 */
export function readNetwork(model: Json): Network {
  const network = networkOf(model, '');
  if (!network) {
    throw new ConvertError('no-architecture', NO_ARCHITECTURE);
  }
  checkBounds(network);
  return network;
}

function networkOf(model: Json, prefix: string): Network | undefined {
  const config = model['config'];
  if (Array.isArray(config)) {
    // Keras before 2.2.3 wrote a sequential model as the bare list of its layers.
    return sequential('sequential', config.filter(isRecord), {}, prefix);
  }
  if (!isRecord(config) || !Array.isArray(config['layers'])) {
    return undefined;
  }
  const name = stringOf(config, 'name') ?? 'network';
  return 'input_layers' in config
    ? functional(name, config, prefix)
    : sequential(name, objectsOf(config, 'layers'), config, prefix);
}

function functional(name: string, config: Json, prefix: string): Network {
  const entries = objectsOf(config, 'layers');
  const layers = entries.map(entry => layerSpec(entry, prefix));
  const ends = [refsOf(config['input_layers']), refsOf(config['output_layers'])] as const;
  const written = lastCalls([...layers.flatMap(layer => layer.calls.flat()), ...ends.flat()]);
  const shifts = new Map(entries.map((entry, at) => [layers[at].name, shiftsOf(entry, layers[at], written)]));
  const shift = (place: keyof Shifts) => (ref: TensorRef) => ({
    ...ref,
    call: Math.max(0, ref.call - (shifts.get(ref.layer)?.[place] ?? 0))
  });
  return {
    name,
    layers: layers.map(layer => ({ ...layer, calls: layer.calls.map(refs => refs.map(shift('calls'))) })),
    inputs: ends[0],
    outputs: ends[1].map(shift('ends'))
  };
}

/** How much too high the numbers of a layer's calls are, within the graph and in its list of outputs. */
interface Shifts {
  readonly calls: number;
  readonly ends: number;
}

/**
 * Building a network that is used as a layer was its call 0, which is not in the file. Keras 2 numbers its calls from 1
 * everywhere; Keras 3 from 1 in the list of outputs only, and not for sequential models.
 */
function shiftsOf(entry: Json, layer: LayerSpec, lastCall: ReadonlyMap<string, number>): Shifts {
  if (!layer.network) {
    return { calls: 0, ends: 0 };
  }
  const nodes = entry['inbound_nodes'];
  if (Array.isArray(nodes) && isRecord(nodes[0])) {
    return { calls: 0, ends: layer.class === 'Sequential' ? 0 : 1 };
  }
  const shift = (lastCall.get(layer.name) ?? -1) >= layer.calls.length ? 1 : 0;
  return { calls: shift, ends: shift };
}

/** The highest number of a call of each layer that is written anywhere. */
function lastCalls(written: readonly TensorRef[]): Map<string, number> {
  const last = new Map<string, number>();
  for (const { layer, call } of written) {
    last.set(layer, Math.max(last.get(layer) ?? call, call));
  }
  return last;
}

function sequential(name: string, entries: readonly Json[], config: Json, prefix: string): Network {
  const layers: LayerSpec[] = [];
  const first = entries[0];
  if (!first || stringOf(first, 'class_name') !== 'InputLayer') {
    layers.push(impliedInput(first, config, prefix));
  }
  for (const entry of entries) {
    const before = layers.at(-1);
    layers.push(layerSpec(entry, prefix, before ? [[{ layer: before.name, call: 0, tensor: 0 }]] : []));
  }
  const ends = [layers[0], layers[layers.length - 1]].map(layer => ({ layer: layer.name, call: 0, tensor: 0 }));
  return { name, layers, inputs: ends.slice(0, 1), outputs: ends.slice(1) };
}

/** Sequential models may state their input's shape in the first layer or in the model only. */
function impliedInput(first: Json | undefined, config: Json, prefix: string): LayerSpec {
  const own = first ? objectOf(first, 'config') : {};
  const inner = first ? objectOf(objectsOf(own, 'layers')[0] ?? {}, 'config') : {};
  const built = first ? objectOf(first, 'build_config')['input_shape'] : undefined;
  const shape = [own, inner].map(inputShape).find(Array.isArray) ?? config['build_input_shape'] ?? built;
  return {
    name: 'input',
    class: 'InputLayer',
    config: { name: 'input', ...(Array.isArray(shape) ? { batch_shape: shape } : {}) },
    path: `${prefix}input`,
    trainable: true,
    calls: []
  };
}

/** The shape of a layer's input where its configuration states it (batch first, `null` free). */
export function inputShape(config: Json): readonly unknown[] | undefined {
  const shape = config['batch_shape'] ?? config['batch_input_shape'];
  return Array.isArray(shape) ? shape : undefined;
}

function layerSpec(entry: Json, prefix: string, given?: readonly (readonly TensorRef[])[]): LayerSpec {
  const config = objectOf(entry, 'config');
  const operation = operationOf(entry);
  const operations = operation ? nodesOf(entry).map(operationCall) : undefined;
  const calls = given ?? operations?.map(call => call.refs) ?? nodesOf(entry).map(callOf);
  const name = stringOf(entry, 'name') ?? stringOf(config, 'name') ?? 'layer';
  const network = networkOf(entry, `${prefix}${name}/`);
  return {
    name,
    class: operation ?? stringOf(entry, 'class_name') ?? 'unknown',
    config,
    path: `${prefix}${name}`,
    trainable: config['trainable'] !== false,
    calls,
    ...(operations ? { operations } : {}),
    ...(network ? { network } : {})
  };
}

function nodesOf(entry: Json): readonly unknown[] {
  const nodes = entry['inbound_nodes'];
  return Array.isArray(nodes) ? nodes : [];
}

/** A call's tensors. Keras 2: `[[name, call, tensor, {}], ...]`; Keras 3: `{ args, kwargs }`. */
function callOf(node: unknown): readonly TensorRef[] {
  return isRecord(node) ? [...tensorsIn(node['args']), ...tensorsIn(node['kwargs'])] : refsOf(node);
}

/** The Keras tensors among a call's arguments, in order; what else a layer is called with are switches such as `training`. */
function tensorsIn(value: unknown): TensorRef[] {
  if (Array.isArray(value)) {
    return value.flatMap(tensorsIn);
  }
  if (!isRecord(value)) {
    return [];
  }
  return value['class_name'] === '__keras_tensor__'
    ? refsOf(objectOf(value, 'config')['keras_history'])
    : Object.values(value).flatMap(tensorsIn);
}

/** `["name", call, tensor]`, or any nesting of such in lists and objects. */
function refsOf(value: unknown): TensorRef[] {
  if (Array.isArray(value)) {
    const [layer, ...numbers] = value as unknown[];
    if (typeof layer === 'string' && isNumbers(numbers.slice(0, 2)) && numbers.length >= 2) {
      return [{ layer, call: Number(numbers[0]), tensor: Number(numbers[1]) }];
    }
    return value.flatMap(refsOf);
  }
  return isRecord(value) ? Object.values(value).flatMap(refsOf) : [];
}
