import type { Attribute, OnnxModel, OnnxNode, OnnxTensor } from '../../onnx/model';
import { FLOAT32 } from '../../onnx/model';
import { lookup } from '../../tensor/lookup';

/** Operators that would hide a small positive value, or turn it negative. */
const PASSED = new Set(
  'Abs Celu Ceil Clip Elu Erf Exp Floor HardSigmoid HardSwish Log Mish Neg Pow PRelu Reciprocal Round Selu Shrink Sigmoid Sign Softmax LogSoftmax Softplus Softsign Sqrt Tanh ThresholdedRelu BatchNormalization'.split(
    ' '
  )
);
/** Of two values that both come from the image: what depends on one of them depends on the sum. */
const SUMMED = new Set(['Sub', 'Mul', 'Div', 'Min']);

/**
 * The same network laid bare: no value is negative, nothing hides or takes away, and an image of zeros gives zeros. A pixel
 * of the output is above 0 exactly where it depends on a pixel of the input that is.
 *
 * What the graph computes of sizes stays as it is.
 */
export function laidBare(model: OnnxModel): OnnxModel {
  const { graph } = model;
  const constants = new Map(graph.initializers.map(tensor => [tensor.name, tensor]));
  const image = new Set(graph.inputs.map(({ name }) => name).filter(name => !constants.has(name)));
  const changed = new Map<string, OnnxTensor>();
  const nodes = graph.nodes.flatMap(node => {
    if (node.op === 'Shape' || node.op === 'Size' || !node.inputs.some(name => image.has(name))) {
      return node;
    }
    node.outputs.forEach(name => image.add(name));
    return lookup(WHOLE, node.op)?.(node) ?? bareNode(node, { image, constants, changed });
  });
  const initializers = [...graph.initializers, ...changed.values()];
  return { ...model, graph: { ...graph, nodes, initializers } };
}

interface Around {
  readonly image: ReadonlySet<string>;
  readonly constants: ReadonlyMap<string, OnnxTensor>;
  readonly changed: Map<string, OnnxTensor>;
}

function bareNode(node: OnnxNode, around: Around): OnnxNode {
  const from = node.inputs.filter(name => around.image.has(name));
  const [only = ''] = from;
  if (PASSED.has(node.op) || (SUMMED.has(node.op) && from.length === 1)) {
    return { ...node, op: 'Identity', inputs: [only], attributes: new Map<string, Attribute>() };
  }
  if (SUMMED.has(node.op)) {
    return { ...node, op: 'Add' };
  }
  if (node.op === 'ReduceMin') {
    return { ...node, op: 'ReduceMax' };
  }
  const fills = lookup(FILLS, node.op);
  return fills ? { ...node, inputs: node.inputs.map((name, at) => filled(name, fills(at), node.op, around)) } : node;
}

/** What is taken off each pixel came from others, and would hide them: their largest value is added instead. */
const WHOLE: Readonly<Record<string, (node: OnnxNode) => OnnxNode[]>> = {
  InstanceNormalization: node => withLargest(node, undefined),
  LayerNormalization: node => withLargest(node, node.attributes.get('axis') ?? { kind: 'int', value: -1 })
};

/** Over the last axes from `axis` on where that counts from the end; over all of the image otherwise. */
function withLargest(node: OnnxNode, axis: Attribute | undefined): OnnxNode[] {
  const from = axis?.kind === 'int' && axis.value < 0 ? axis.value : undefined;
  const axes = from === undefined ? undefined : Array.from({ length: -from }, (_, index) => from + index);
  const largest = `${node.outputs[0]}/largest`;
  const attributes = new Map<string, Attribute>([
    ['keepdims', { kind: 'int', value: axes ? 1 : 0 }],
    ...(axes ? [['axes', { kind: 'ints', value: axes }] as const] : [])
  ]);
  const [input] = node.inputs;
  return [
    { name: largest, op: 'ReduceMax', domain: '', inputs: [input], outputs: [largest], attributes },
    { ...node, op: 'Add', inputs: [input, largest], outputs: [node.outputs[0]], attributes: new Map() }
  ];
}

/** Which constant inputs become positive weights (true) or nothing at all (false); all others stay. */
const FILLS: Readonly<Record<string, (input: number) => boolean | undefined>> = {
  Conv: input => (input === 0 ? undefined : input === 1),
  ConvTranspose: input => (input === 0 ? undefined : input === 1),
  MatMul: () => true,
  Gemm: input => input !== 2,
  Add: () => false,
  Sum: () => false
};

function filled(name: string, weights: boolean | undefined, op: string, { constants, changed }: Around): string {
  const tensor = constants.get(name);
  if (!tensor || weights === undefined || tensor.elemType !== FLOAT32) {
    return name;
  }
  const bare = `${name}/bare/${op}`;
  const count = tensor.dims.reduce((product, size) => product * size, 1);
  // The mean over channels, so that deep networks stay within what float32 holds.
  const channels = tensor.dims[op === 'Conv' ? 1 : 0] ?? 1;
  const values = new Float32Array(count).fill(weights ? 1 / channels : 0);
  changed.set(bare, { ...tensor, name: bare, values: undefined, raw: new Uint8Array(values.buffer) });
  return bare;
}
