import { activate, binary, clip, softmax, withNumber } from '../activation';
import { range } from '../graph';
import type { Value } from '../graph';
import { isNumbers } from '../json';
import type { LayerCall, LayerType, Shaping } from '../layer';
import { SizeNeeded } from '../layer';
import { permute } from '../spatial';
import { reduced } from './reducing';

/** Activation('name'). */
export const activation: LayerType = {
  apply: call => activate(call, call.input, call.config.raw('activation'))
};

export function shaping(apply: Shaping): LayerType {
  return { apply: call => apply(call, call.input, call.config) };
}

/** ReLU with a slope below the threshold, a threshold and a ceiling, in the order in which Keras computes them. */
export const relu: Shaping = (call, value, config) => {
  const ceiling = config.optional('max_value');
  const slope = config.number('negative_slope', 0);
  const threshold = config.number('threshold', 0);
  if (slope !== 0 && ceiling === undefined && threshold === 0) {
    return call.pointwise('LeakyRelu', value, { alpha: { float: slope } });
  }
  const upper = positive(call, value, threshold, ceiling);
  if (slope === 0) {
    return upper;
  }
  const below = call.pointwise('Relu', opposite(call, value, threshold), {}, 'below');
  return binary(call, 'Sub', upper, withNumber(call, 'Mul', below, slope, 'slope'), 'sum');
};

function positive(call: LayerCall, value: Value, threshold: number, ceiling: number | undefined): Value {
  if (threshold === 0) {
    return ceiling === undefined ? call.pointwise('Relu', value) : clip(call, value, 0, ceiling);
  }
  const kept = call.pointwise('ThresholdedRelu', value, { alpha: { float: threshold } }, 'threshold');
  return ceiling === undefined ? kept : clip(call, kept, 0, ceiling);
}

/** threshold - x */
function opposite(call: LayerCall, value: Value, threshold: number): Value {
  const constant = call.graph.scalar(call.name('threshold_value'), threshold);
  return { ...value, name: call.node('Sub', [constant, value.name], {}, 'opposite') };
}

export const leakyRelu: Shaping = (call, value, config) => {
  const alpha = config.optional('negative_slope') ?? config.number('alpha', 0.3);
  return call.pointwise('LeakyRelu', value, { alpha: { float: alpha } });
};

export const elu: Shaping = (call, value, config) =>
  call.pointwise('Elu', value, { alpha: { float: config.number('alpha', 1) } });

export const thresholdedRelu: Shaping = (call, value, config) =>
  call.pointwise('ThresholdedRelu', value, { alpha: { float: config.number('theta', 1) } });

/** Softmax along one axis, or over several together. */
export const softmaxLayer: Shaping = (call, value, config) => {
  const written = config.raw('axis') ?? -1;
  const axes = isNumbers(written) ? written : [Number(written)];
  return axes.length === 1 ? softmax(call, value, axes[0]) : jointSoftmax(call, value, axes);
};

/** exp(x - max) / sum of it. */
function jointSoftmax(call: LayerCall, value: Value, axes: readonly number[]): Value {
  const over = (op: string, of: Value, part: string): Value => ({
    ...of,
    name: reduced(call, op, of, axes, true, part)
  });
  const shifted = binary(call, 'Sub', value, over('ReduceMax', value, 'largest'), 'shifted');
  const powers = call.pointwise('Exp', shifted, {}, 'powers');
  return binary(call, 'Div', powers, over('ReduceSum', powers, 'sum'), 'softmax');
}

/** ops.log_softmax */
export const logSoftmax: Shaping = (call, value, config) => softmax(call, value, config.axis('axis', -1), 'LogSoftmax');

/** PReLU: one learned slope per element, shared along `shared_axes` (usually y and x). */
export const prelu: LayerType = {
  weights: () => ['alpha'],
  apply(call) {
    const value = call.input;
    const shape = call.weightShape('alpha');
    checkSlopes(call, value, shape);
    const rank = shape.length;
    const order = value.stored === 'first' ? [rank - 1, ...range(0, rank - 1)] : range(0, rank);
    const dims = order.map(axis => shape[axis]);
    const slopes = call.graph.floats(
      call.name('alpha'),
      dims,
      () => permute(call.weight('alpha', shape).data, shape, order).data
    );
    return { ...value, name: call.node('PRelu', [value.name, slopes]) };
  }
};

function checkSlopes(call: LayerCall, value: Value, shape: readonly number[]): void {
  const sizes = value.shape.slice(1);
  if (shape.length !== sizes.length) {
    call.fail('weights-mismatch', `has slopes with ${shape.length} axes where its input has ${sizes.length}`);
  }
  shape.forEach((size, axis) => {
    const wanted = sizes[axis];
    if (size !== 1 && wanted === null) {
      throw new SizeNeeded();
    }
    if (size !== 1 && size !== wanted) {
      call.fail('weights-mismatch', `has slopes of shape ${shape.join(' × ')} where its input is ${sizes.join(' × ')}`);
    }
  });
}
