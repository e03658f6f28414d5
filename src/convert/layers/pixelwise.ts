import { FLOAT32, elemNumber } from '../../onnx/model';
import { activate, asFloat, binary, clip, geluTanh, withNumber } from '../activation';
import type { Value } from '../graph';
import type { LayerCall, LayerType } from '../layer';

/** An operation of one tensor that works element by element. */
function pixelwise(apply: (call: LayerCall, value: Value) => Value): LayerType {
  return { apply: call => apply(call, asFloat(call, call.input)) };
}

function node(op: string): LayerType {
  return pixelwise((call, value) => call.pointwise(op, value));
}

/** An operation that is an activation by another name. */
function named(name: string): LayerType {
  return pixelwise((call, value) => activate(call, value, name));
}

const slope = (name: string, other: string, otherwise: number, op: string) =>
  pixelwise((call, value) => {
    const number = call.config.optional(name) ?? call.config.number(other, otherwise);
    return call.pointwise(op, value, { alpha: { float: number } });
  });

/** Keras 3 and TensorFlow name the limits differently, and give them in the configuration or by name. */
const limited = pixelwise((call, value) => {
  const limit = (...names: string[]) =>
    names.map(name => call.config.optional(name)).find(found => found !== undefined);
  const [low, high] = [limit('x_min', 'clip_value_min'), limit('x_max', 'clip_value_max')];
  return low === undefined && high === undefined
    ? call.fail('unsupported-option', 'limits values by something that is not a number')
    : clip(call, value, low, high);
});

/** ops.cast. Numbers that are made whole lose their fraction, as in Keras. */
const cast: LayerType = {
  apply(call) {
    const name = call.config.text('dtype', 'float32');
    const elem = elemNumber(name) ?? call.fail('unsupported-option', `makes numbers of the type "${name}"`);
    if (elem === (call.input.elem ?? FLOAT32)) {
      return call.input;
    }
    if (elem === FLOAT32) {
      return asFloat(call, call.input);
    }
    return { ...call.pointwise('Cast', call.input, { to: elem }), elem };
  }
};

/** Operations of one tensor, as Keras 3 names them. */
export const PIXELWISE: Readonly<Record<string, LayerType>> = {
  Abs: node('Abs'),
  Absolute: node('Abs'),
  Cast: cast,
  Ceil: node('Ceil'),
  Clip: limited,
  Cos: node('Cos'),
  Elu: slope('alpha', 'alpha', 1, 'Elu'),
  Exp: node('Exp'),
  Floor: node('Floor'),
  Gelu: pixelwise((call, value) =>
    call.config.boolean('approximate', true) ? geluTanh(call, value) : activate(call, value, 'gelu')
  ),
  LeakyRelu: slope('negative_slope', 'alpha', 0.2, 'LeakyRelu'),
  Log: node('Log'),
  Log1p: pixelwise((call, value) => call.pointwise('Log', withNumber(call, 'Add', value, 1, 'shift'))),
  Negative: node('Neg'),
  Reciprocal: node('Reciprocal'),
  Rsqrt: pixelwise((call, value) => call.pointwise('Reciprocal', call.pointwise('Sqrt', value, {}, 'root'))),
  Sign: node('Sign'),
  Sin: node('Sin'),
  Sqrt: node('Sqrt'),
  Square: pixelwise((call, value) => binary(call, 'Mul', value, value, 'square')),
  ...Object.fromEntries(
    [
      ['HardSigmoid', 'hard_sigmoid'],
      ['HardSilu', 'hard_silu'],
      ['HardTanh', 'hard_tanh'],
      ['LogSigmoid', 'log_sigmoid'],
      ['Mish', 'mish'],
      ['Relu', 'relu'],
      ['Relu6', 'relu6'],
      ['Selu', 'selu'],
      ['Sigmoid', 'sigmoid'],
      ['Silu', 'silu'],
      ['Softplus', 'softplus'],
      ['Softsign', 'softsign'],
      ['Tanh', 'tanh']
    ].map(([name, activation]) => [name, named(activation)])
  )
};
