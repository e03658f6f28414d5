import { binary, withNumber } from '../activation';
import { range, storedAxis } from '../graph';
import type { Value } from '../graph';
import type { Config } from '../config';
import type { LayerCall, LayerType } from '../layer';
import { SizeNeeded } from '../layer';
import type { Image } from '../spatial';
import { imageOf, knownChannels, permute, valueOf } from '../spatial';
import { axesOf, reduced } from './reducing';

/** LayerNormalization: mean 0 and variance 1 over the given axes of each pixel, then a scale and a shift per element. */
export const layerNormalization: LayerType = {
  weights: scaleAndShift,
  apply(call) {
    const value = channelsFirstUnlessFixed(call);
    const axes = normalizedAxes(call, value);
    const epsilon = call.config.number('epsilon', 1e-3);
    const scaling = call.config.boolean('rms_scaling', false);
    const centred = centre(call, value, axes);
    // Under this name Keras divides by the root of the variance, though it leaves the mean in place.
    const dividend = scaling ? value : centred;
    return affine(call, quotient(call, dividend, squares(call, centred, axes), epsilon), axes);
  }
};

/** RMSNormalization of Keras 3: divided by the root of the mean square. */
export const rmsNormalization: LayerType = {
  weights: () => ['scale'],
  apply(call) {
    const value = channelsFirstUnlessFixed(call);
    const axes = normalizedAxes(call, value);
    const normal = quotient(call, value, squares(call, value, axes), call.config.number('epsilon', 1e-6));
    return times(call, 'Mul', normal, 'scale', axes);
  }
};

/** UnitNormalization: length 1 along the axes. */
export const unitNormalization: LayerType = {
  apply(call) {
    const { input } = call;
    const axes = normalizedAxes(call, input);
    const length = { ...input, name: reduced(call, 'ReduceL2', input, axes, true, 'length') };
    const least = call.graph.scalar(call.name('least'), 1e-12);
    const divisor = { ...length, name: call.node('Max', [length.name, least], {}, 'divisor') };
    return binary(call, 'Div', input, divisor, 'unit');
  }
};

/**
 * GroupNormalization: mean 0 and variance 1 over all pixels of a group of channels; one channel per group with `groups` -1.
 * The means of a group come from those of its channels, by a convolution of single pixels: thus no shape has to be known.
 */
export const groupNormalization: LayerType = {
  weights: scaleAndShift,
  apply(call) {
    const rank = call.input.shape.length;
    const axis = axesOf(call, rank)?.[0] ?? rank - 1;
    if (axis !== rank - 1 && axis !== 1) {
      return call.fail('unsupported-option', `normalises groups along axis ${axis}`);
    }
    const image = imageOf(call, rank - 2, axis === rank - 1);
    const channels = knownChannels(image);
    const groups = call.config.number('groups', 32) === -1 ? channels : call.config.count('groups', 32);
    if (channels % groups !== 0) {
      call.fail('damaged', `has ${groups} groups, which ${channels} channels cannot be divided into`);
    }
    const value = valueOf(image.name, image, channels, image.sizes);
    const mean = groupMean(call, image, value, groups, 'mean');
    const centred = binary(call, 'Sub', value, mean, 'centred');
    const square = binary(call, 'Mul', centred, centred, 'square');
    const variance = groupMean(call, image, square, groups, 'variance');
    return affine(call, quotient(call, centred, variance, call.config.number('epsilon', 1e-3)), [axis]);
  }
};

function groupMean(call: LayerCall, image: Image, value: Value, groups: number, part: string): Value {
  const spatial = range(2, 2 + image.sizes.length);
  const name = call.node('ReduceMean', [value.name], { axes: spatial, keepdims: 1 }, part);
  const channels = knownChannels(image);
  const size = channels / groups;
  const one = valueOf(
    name,
    image,
    channels,
    image.sizes.map(() => 1)
  );
  if (size === 1) {
    return one;
  }
  const ones = image.sizes.map(() => 1);
  const kernel = call.graph.floats(call.name('group'), [channels, size, ...ones], () =>
    new Float32Array(channels * size).fill(1 / size)
  );
  const attributes = { kernel_shape: ones, group: groups };
  return { ...one, name: call.node('Conv', [name, kernel], attributes, `${part}_of_group`) };
}

function scaleAndShift(config: Config): readonly string[] {
  return [
    ...(config.boolean('scale', true) || config.boolean('rms_scaling', false) ? ['gamma'] : []),
    ...(config.boolean('center', true) && !config.boolean('rms_scaling', false) ? ['beta'] : [])
  ];
}

/** What is normalised over spatial axes too needs Keras's order for its weights; channels alone do not. */
function channelsFirstUnlessFixed(call: LayerCall): Value {
  const axes = normalizedAxes(call, call.input);
  return axes.length > 1 ? call.graph.kerasOrder(call.input) : call.input;
}

function normalizedAxes(call: LayerCall, value: Value): readonly number[] {
  const rank = value.shape.length;
  return [...(axesOf(call, rank) ?? [rank - 1])].sort((a, b) => a - b);
}

function centre(call: LayerCall, value: Value, axes: readonly number[]): Value {
  const mean = { ...value, name: reduced(call, 'ReduceMean', value, axes, true, 'mean') };
  return binary(call, 'Sub', value, mean, 'centred');
}

/** Mean of the squares. */
function squares(call: LayerCall, value: Value, axes: readonly number[]): Value {
  const square = binary(call, 'Mul', value, value, 'square');
  return { ...value, name: reduced(call, 'ReduceMean', square, axes, true, 'variance') };
}

/** value / sqrt(variance + epsilon) */
function quotient(call: LayerCall, value: Value, variance: Value, epsilon: number): Value {
  const deviation = call.pointwise('Sqrt', withNumber(call, 'Add', variance, epsilon, 'epsilon'), {}, 'deviation');
  return binary(call, 'Div', value, deviation, 'normal');
}

function affine(call: LayerCall, value: Value, axes: readonly number[]): Value {
  const [scaled, shifted] = [scaleAndShift(call.config).includes('gamma'), scaleAndShift(call.config).includes('beta')];
  const result = scaled ? times(call, 'Mul', value, 'gamma', axes) : value;
  return shifted ? times(call, 'Add', result, 'beta', axes) : result;
}

/** Combines a value with a weight whose axes are the value's `axes`. */
function times(call: LayerCall, op: string, value: Value, weight: string, axes: readonly number[]): Value {
  const shape = axes.map(axis => value.shape[axis] ?? null);
  const dims = call.weightShape(weight);
  if (shape.includes(null) && dims.some(size => size > 1)) {
    throw new SizeNeeded();
  }
  const stored = axes.map(axis => storedAxis(value, axis));
  const order = range(0, axes.length).sort((a, b) => stored[a] - stored[b]);
  const placed = range(1, value.shape.length).map(axis => {
    const at = stored.indexOf(axis);
    return at < 0 ? 1 : dims[at];
  });
  const constant = call.graph.floats(
    call.name(weight),
    placed,
    () => permute(call.weight(weight, shape).data, dims, order).data
  );
  return { ...value, name: call.node(op, [value.name, constant], {}, weight) };
}
