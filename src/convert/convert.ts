import type { OnnxNode, ValueInfo } from '../onnx/model';
import { elemName, FLOAT32 } from '../onnx/model';
import { writeModel } from '../onnx/write';
import { openArchive } from './file/archive';
import type { Built } from './build';
import { buildGraph, identifier } from './build';
import type { ConvertedTensor, ConvertOptions, Conversion } from './conversion';
import { foldNormalizations } from './fold';
import type { GraphBuilder, Size, Value } from './graph';
import type { Network } from './layerSpec';
import type { StoredBytes } from './file/stored';
import { inMemory } from './file/stored';

/** The lowest operator set in which all operators used here mean what they still mean in 17. */
const OPSET = 13;
/** The version of the file format that came with operator set 13 (ONNX 1.8). */
const IR_VERSION = 7;

/**
 * Converts a network that Keras 2 or 3 saved whole (`.keras`, `.h5`, `.hdf5`) to ONNX; or one of which only the weights were
 * saved, where `options.config` or the weights themselves tell which network of the field it is.
 *
 * The graph computes channels first; its inputs and outputs (float32) keep Keras's axis order. Batch and spatial sizes are
 * free, unless the weights of a layer depend on them. `network` is not changed; of one on a disk only what is needed is read.
 * @throws {ConvertError} with the layer and the way out; the signal's reason where it is aborted.
 */
export async function convertKeras(
  network: Uint8Array | StoredBytes,
  options: ConvertOptions = {}
): Promise<Conversion> {
  const { signal } = options;
  signal?.throwIfAborted();
  const archive = await openArchive(network instanceof Uint8Array ? inMemory(network) : network, options);
  try {
    const built = buildGraph(archive.network, archive, { freeSizes: options.freeSizes ?? true, signal });
    const onnx = write(archive.network, built);
    return {
      onnx: onnx.bytes,
      opset: OPSET,
      irVersion: IR_VERSION,
      layers: countLayers(archive.network),
      inputs: onnx.inputs,
      outputs: onnx.outputs,
      ...(archive.kerasVersion ? { kerasVersion: archive.kerasVersion } : {}),
      ...(archive.rebuilt ? { rebuilt: archive.rebuilt } : {})
    };
  } finally {
    archive.weights.close();
  }
}

function write(network: Network, built: Built) {
  const { graph } = built;
  const names = outputNames(network, built);
  const outputs = built.outputs.map((value, at) => bind(graph, value, names[at], built));
  foldNormalizations(graph, new Set(names));
  const bytes = writeModel({
    irVersion: IR_VERSION,
    producer: 'zooport',
    producerVersion: '',
    opsets: new Map([['', OPSET]]),
    graph: {
      name: identifier(network.name),
      nodes: graph.nodes,
      initializers: [...graph.constants.values()],
      inputs: built.inputs.map(value => valueInfo(value, '')),
      // Names of free sizes are claims that equal names are equal sizes; an output's may differ from the input's.
      outputs: outputs.map(value => valueInfo(value, `${value.name}_`))
    },
    metadata: new Map()
  });
  return { bytes, inputs: built.inputs.map(tensorOf), outputs: outputs.map(tensorOf) };
}

/** Outputs are named after the layers that give them. */
function outputNames(network: Network, built: Built): string[] {
  const taken = new Set(built.inputs.map(value => value.name));
  return network.outputs.map(ref => {
    const wanted = identifier(ref.layer);
    let name = wanted;
    for (let count = 1; taken.has(name); count++) {
      name = `${wanted}_${count}`;
    }
    taken.add(name);
    return name;
  });
}

/** Gives a value its name as an output of the graph. */
function bind(graph: GraphBuilder, value: Value, name: string, built: Built): Value {
  const unbound = graph.nodes.some(node => node.outputs.includes(value.name));
  if (!unbound || built.inputs.some(input => input.name === value.name)) {
    // An input, or a value that is an output under another name already.
    graph.nodes.push({
      name,
      op: 'Identity',
      domain: '',
      inputs: [source(graph, value)],
      outputs: [name],
      attributes: new Map()
    });
  } else {
    const rename = (names: readonly string[]) => names.map(found => (found === value.name ? name : found));
    graph.nodes = graph.nodes.map((node): OnnxNode => ({
      ...node,
      inputs: rename(node.inputs),
      outputs: rename(node.outputs)
    }));
    graph.renamed.set(value.name, name);
  }
  return { ...value, name };
}

function source(graph: GraphBuilder, value: Value): string {
  return graph.renamed.get(value.name) ?? value.name;
}

function valueInfo(value: Value, prefix: string): ValueInfo {
  return {
    name: value.name,
    elemType: value.elem ?? FLOAT32,
    dims: value.shape.map((size, axis) => size ?? sizeName(value.shape, axis, prefix))
  };
}

/** `batch`, and `y` and `x` where two sizes are free. */
function sizeName(shape: readonly Size[], axis: number, prefix: string): string {
  if (axis === 0) {
    return 'batch';
  }
  const free = shape.flatMap((size, at) => (size === null && at > 0 ? [at] : []));
  return free.length === 2 ? `${prefix}${'yx'[free.indexOf(axis)]}` : `${prefix}size_${axis}`;
}

function tensorOf(value: Value): ConvertedTensor {
  const { name, shape, elem } = value;
  return { name, shape, ...(elem === undefined ? {} : { dtype: elemName(elem) }) };
}

function countLayers(network: Network): { class: string; count: number }[] {
  const counts = new Map<string, number>();
  const visit = (inside: Network) => {
    for (const layer of inside.layers) {
      if (layer.network) {
        visit(layer.network);
      } else if (layer.class !== 'InputLayer' && layer.calls.length > 0) {
        counts.set(layer.class, (counts.get(layer.class) ?? 0) + 1);
      }
    }
  };
  visit(network);
  return [...counts].map(([name, count]) => ({ class: name, count }));
}
