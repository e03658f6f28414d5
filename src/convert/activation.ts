import { FLOAT32 } from '../onnx/model';
import { Config } from './config';
import { storedAxis } from './graph';
import type { Value } from './graph';
import { shortened } from '../spec/place/shortened';
import type { LayerCall } from './layer';
import { isRecord } from '../tensor/lookup';

type Activation = (call: LayerCall, value: Value) => Value;

/** Node of one operator on the value, named after the activation. */
function single(op: string, attributes: Parameters<LayerCall['node']>[2] = {}): Activation {
  return (call, value) => call.pointwise(op, value, attributes, op.toLowerCase());
}

/** The value times a function of itself. */
function gated(gate: Activation): Activation {
  return (call, value) => binary(call, 'Mul', value, gate(call, value), 'gated');
}

/** Combines two values of the same shape and order. */
export function binary(call: LayerCall, op: string, left: Value, right: Value, part: string): Value {
  return { ...left, name: call.node(op, [left.name, right.name], {}, part) };
}

/** Combines a value with a number. */
export function withNumber(call: LayerCall, op: string, value: Value, number: number, part: string): Value {
  const constant = call.graph.scalar(call.name(`${part}_value`), number);
  return { ...value, name: call.node(op, [value.name, constant], {}, part) };
}

/** Limits the values; `undefined` is no limit. */
export function clip(call: LayerCall, value: Value, low: number | undefined, high: number | undefined): Value {
  const inputs = [
    value.name,
    low === undefined ? '' : call.graph.scalar(call.name('clip_min'), low),
    ...(high === undefined ? [] : [call.graph.scalar(call.name('clip_max'), high)])
  ];
  return { ...value, name: call.node('Clip', inputs, {}, 'clip') };
}

/** The value as float32. */
export function asFloat(call: LayerCall, value: Value): Value {
  if (value.elem === undefined) {
    return value;
  }
  const { name, shape, stored } = call.pointwise('Cast', value, { to: FLOAT32 }, 'float');
  return { name, shape, stored };
}

export function softmax(call: LayerCall, value: Value, axis: number, op = 'Softmax'): Value {
  return call.pointwise(op, value, { axis: storedAxis(value, axis) }, op.toLowerCase());
}

/** x * P(X <= x) with the normal distribution; ONNX has it as one node from opset 20 only. */
function gelu(call: LayerCall, value: Value): Value {
  const scaled = withNumber(call, 'Mul', value, Math.SQRT1_2, 'gelu_scale');
  const erf = call.pointwise('Erf', scaled, {}, 'erf');
  const distribution = withNumber(call, 'Add', erf, 1, 'gelu_shift');
  const half = withNumber(call, 'Mul', value, 0.5, 'gelu_half');
  return binary(call, 'Mul', half, distribution, 'gelu');
}

/** The approximation of gelu that Keras 3's operation takes unless told otherwise: tanh in place of erf. */
export function geluTanh(call: LayerCall, value: Value): Value {
  const cube = binary(call, 'Mul', binary(call, 'Mul', value, value, 'gelu_square'), value, 'gelu_cube');
  const inner = binary(call, 'Add', value, withNumber(call, 'Mul', cube, 0.044715, 'gelu_part'), 'gelu_sum');
  const scaled = withNumber(call, 'Mul', inner, Math.sqrt(2 / Math.PI), 'gelu_scale');
  const distribution = withNumber(call, 'Add', call.pointwise('Tanh', scaled, {}, 'tanh'), 1, 'gelu_shift');
  return binary(call, 'Mul', withNumber(call, 'Mul', value, 0.5, 'gelu_half'), distribution, 'gelu');
}

/** a * sigmoid(b), where a and b are the halves of the last axis. */
function glu(call: LayerCall, value: Value): Value {
  const channels = value.shape.at(-1);
  if (typeof channels !== 'number' || channels % 2 !== 0) {
    return call.fail('unsupported-option', 'uses the activation "glu" on an odd number of channels');
  }
  const axes = call.graph.integers(call.name('glu_axes'), [storedAxis(value, -1)]);
  const bound = (at: number) => call.graph.integers(call.name(`glu_${at}`), [at]);
  const shape = [...value.shape.slice(0, -1), channels / 2];
  const half = (from: number, part: string): Value => ({
    ...value,
    shape,
    name: call.node('Slice', [value.name, bound(from), bound(from + channels / 2), axes], {}, part)
  });
  const gate = single('Sigmoid')(call, half(channels / 2, 'glu_second'));
  return binary(call, 'Mul', half(0, 'glu_first'), gate, 'glu');
}

/** The two versions of Keras mean different lines by this name. */
const hardSigmoid: Activation = (call, value) =>
  call.pointwise(
    'HardSigmoid',
    value,
    { alpha: { float: call.keras === 2 ? 0.2 : 1 / 6 }, beta: { float: 0.5 } },
    'hardsigmoid'
  );

const hardSilu = gated(single('HardSigmoid', { alpha: { float: 1 / 6 }, beta: { float: 0.5 } }));

const silu = gated(single('Sigmoid'));

/** Every activation that Keras 2 or 3 knows by name and that keeps the shape. */
const ACTIVATIONS: ReadonlyMap<string, Activation> = new Map<string, Activation>([
  ['linear', (_, value) => value],
  ['relu', single('Relu')],
  ['relu6', (call, value) => clip(call, value, 0, 6)],
  ['leaky_relu', single('LeakyRelu', { alpha: { float: 0.2 } })],
  ['sigmoid', single('Sigmoid')],
  ['log_sigmoid', (call, value) => single('Neg')(call, single('Softplus')(call, single('Neg')(call, value)))],
  ['hard_sigmoid', hardSigmoid],
  ['tanh', single('Tanh')],
  ['hard_tanh', (call, value) => clip(call, value, -1, 1)],
  ['tanh_shrink', (call, value) => binary(call, 'Sub', value, single('Tanh')(call, value), 'tanh_shrink')],
  ['softmax', (call, value) => softmax(call, value, -1)],
  ['log_softmax', (call, value) => softmax(call, value, -1, 'LogSoftmax')],
  ['elu', single('Elu', { alpha: { float: 1 } })],
  ['selu', single('Selu')],
  ['celu', single('Celu', { alpha: { float: 1 } })],
  ['softplus', single('Softplus')],
  ['softsign', single('Softsign')],
  ['exponential', single('Exp')],
  ['silu', silu],
  ['swish', silu],
  ['hard_silu', hardSilu],
  ['hard_swish', hardSilu],
  ['gelu', gelu],
  ['glu', glu],
  ['mish', gated((call, value) => single('Tanh')(call, single('Softplus')(call, value)))],
  ['soft_shrink', single('Shrink', { bias: { float: 0.5 }, lambd: { float: 0.5 } })],
  ['hard_shrink', single('Shrink', { bias: { float: 0 }, lambd: { float: 0.5 } })],
  ['sparse_sigmoid', single('HardSigmoid', { alpha: { float: 0.5 }, beta: { float: 0.5 } })],
  ['sparse_plus', sparsePlus],
  ['squareplus', squareplus]
]);

/** 0 up to -1, (x + 1)² / 4 up to 1, then x. */
function sparsePlus(call: LayerCall, value: Value): Value {
  const bounded = clip(call, withNumber(call, 'Add', value, 1, 'sparse_shift'), 0, 2);
  const square = binary(call, 'Mul', bounded, bounded, 'sparse_square');
  const parabola = withNumber(call, 'Mul', square, 0.25, 'sparse_quarter');
  const beyond = single('Relu')(call, withNumber(call, 'Sub', value, 1, 'sparse_beyond'));
  return binary(call, 'Add', parabola, beyond, 'sparse_plus');
}

/** (x + sqrt(x² + 4)) / 2 */
function squareplus(call: LayerCall, value: Value): Value {
  const square = withNumber(call, 'Add', binary(call, 'Mul', value, value, 'square'), 4, 'square_shift');
  const sum = binary(call, 'Add', value, single('Sqrt')(call, square), 'square_sum');
  return withNumber(call, 'Mul', sum, 0.5, 'squareplus');
}

/** Applies what stands in a layer's `activation`: nothing, a name, or a layer object. */
export function activate(call: LayerCall, value: Value, activation: unknown): Value {
  if (activation === null || activation === undefined) {
    return value;
  }
  if (typeof activation === 'string') {
    return namedActivation(call, value, activation);
  }
  if (isRecord(activation)) {
    const { config } = activation;
    // Functions are written as { class_name: 'function', config: NAME }.
    if (typeof config === 'string') {
      return namedActivation(call, value, config);
    }
    const layer = call.shapings.get(String(activation['class_name']));
    if (layer) {
      return layer(call, value, new Config(isRecord(config) ? config : {}));
    }
  }
  return call.fail('unsupported-option', `uses an activation of its own (${describe(activation)})`);
}

function namedActivation(call: LayerCall, value: Value, name: string): Value {
  const activation = ACTIVATIONS.get(name.toLowerCase());
  return activation
    ? activation(call, value)
    : call.fail('unsupported-option', `uses the activation "${shortened(name)}"`);
}

function describe(activation: unknown): string {
  const name = isRecord(activation) ? activation['class_name'] : undefined;
  return typeof name === 'string' ? shortened(name) : 'without a name';
}
