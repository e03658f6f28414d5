import { activate } from '../activation';
import type { Config } from '../config';
import type { Value } from '../graph';
import { range } from '../graph';
import type { LayerCall, LayerType } from '../layer';
import type { Image, Window } from '../spatial';
import { imageOf, knownChannels, paddingAttributes, paddingOf, permute, valueOf, windowSizes } from '../spatial';

/** Conv1D, Conv2D, Conv3D: kernel (...window, in / groups, out). */
export function convolution(axes: number): LayerType {
  return {
    weights: config => withBias(config, ['kernel']),
    apply(call) {
      const image = imageOf(call, axes);
      const groups = groupsOf(call, knownChannels(image));
      const filters = filtersOf(call);
      const window = windowOf(call, axes);
      const kernel = kernelOf(call, 'kernel', window, [knownChannels(image) / groups, filters]);
      const result = convolve(call, image, window, { kernel, bias: biasOf(call, filters), groups, filters });
      return activate(call, result, call.config.raw('activation'));
    }
  };
}

/** DepthwiseConv1D and 2D: kernel (...window, in, multiplier); output channel in * multiplier + m. */
export function depthwise(axes: number): LayerType {
  return {
    weights: config => withBias(config, ['kernel']),
    apply(call) {
      const image = imageOf(call, axes);
      const filters = knownChannels(image) * multiplierOf(call);
      const result = convolveDepthwise(call, image, { weight: 'kernel', bias: biasOf(call, filters) });
      return activate(call, result, call.config.raw('activation'));
    }
  };
}

/** SeparableConv1D and 2D: each channel by itself, then all channels of a pixel together. */
export function separable(axes: number): LayerType {
  return {
    weights: config => withBias(config, ['depthwise_kernel', 'pointwise_kernel']),
    apply(call) {
      const image = imageOf(call, axes);
      const deep = knownChannels(image) * multiplierOf(call);
      const depth = convolveDepthwise(call, image, { weight: 'depthwise_kernel', part: 'depthwise' });
      const filters = filtersOf(call);
      const pixel: Window = { kernel: ones(axes), strides: ones(axes), dilations: ones(axes) };
      const kernel = kernelOf(call, 'pointwise_kernel', pixel, [deep, filters]);
      const sizes = image.last ? depth.shape.slice(1, -1) : depth.shape.slice(2);
      const between: Image = { ...image, name: depth.name, channels: deep, sizes };
      const options = { kernel, bias: biasOf(call, filters), groups: 1, filters, part: 'pointwise' };
      return activate(call, convolve(call, between, pixel, options, 'valid'), call.config.raw('activation'));
    }
  };
}

/** Conv1DTranspose, Conv2DTranspose, Conv3DTranspose: kernel (...window, out, in). */
export function transposed(axes: number): LayerType {
  return {
    weights: config => withBias(config, ['kernel']),
    apply(call) {
      const image = imageOf(call, axes);
      const groups = groupsOf(call, knownChannels(image));
      const filters = filtersOf(call);
      const window = windowOf(call, axes);
      const inputs = knownChannels(image);
      const kernel = kernelOf(call, 'kernel', window, [filters / groups, inputs]);
      const bias = biasOf(call, filters);
      const { pads, extra, growth } = transposedPadding(call, window, axes);
      const attributes = {
        kernel_shape: window.kernel,
        strides: window.strides,
        dilations: window.dilations,
        group: groups,
        pads,
        output_padding: extra
      };
      const name = call.node('ConvTranspose', [image.name, kernel, ...(bias ? [bias] : [])], attributes);
      const sizes = image.sizes.map((size, axis) =>
        size === null ? null : size * window.strides[axis] + growth[axis]
      );
      return activate(call, valueOf(name, image, filters, sizes), call.config.raw('activation'));
    }
  };
}

/**
 * Keras fixes the size of the output (`size * stride + growth`) and TensorFlow then pads as the forward convolution of
 * that size would: what is cut goes half to the beginning, the odd pixel to the end; what is missing is added at the end.
 */
function transposedPadding(call: LayerCall, window: Window, axes: number) {
  const same = paddingOf(call) === 'same';
  const given =
    (call.config.raw('output_padding') ?? null) === null ? undefined : call.config.sizes('output_padding', axes, 0, 0);
  const extents = window.kernel.map((size, axis) => (size - 1) * window.dilations[axis] + 1);
  const growth = extents.map((extent, axis) => {
    const stride = window.strides[axis];
    if (given) {
      return extent - stride - (same ? 2 * Math.floor(extent / 2) : 0) + given[axis];
    }
    return same ? 0 : Math.max(extent - stride, 0);
  });
  const cut = extents.map((extent, axis) => (same ? Math.max(extent - window.strides[axis] - growth[axis], 0) : 0));
  const before = cut.map(total => Math.floor(total / 2));
  const extra = extents.map((extent, axis) => growth[axis] + window.strides[axis] - extent + cut[axis]);
  return { pads: [...before, ...cut.map((total, axis) => total - before[axis])], extra, growth };
}

interface Filter {
  readonly kernel: string;
  readonly bias: string | undefined;
  readonly groups: number;
  readonly filters: number;
  readonly part?: string | undefined;
}

function convolve(call: LayerCall, image: Image, window: Window, filter: Filter, padding = paddingOf(call)): Value {
  const attributes = {
    kernel_shape: window.kernel,
    strides: window.strides,
    dilations: window.dilations,
    group: filter.groups,
    ...paddingAttributes(window, padding)
  };
  const inputs = [image.name, filter.kernel, ...(filter.bias ? [filter.bias] : [])];
  const name = call.node('Conv', inputs, attributes, filter.part);
  return valueOf(name, image, filter.filters, windowSizes(image.sizes, window, padding));
}

interface Depthwise {
  readonly weight: string;
  readonly bias?: string | undefined;
  readonly part?: string;
}

function convolveDepthwise(
  call: LayerCall,
  image: Image,
  { weight, bias, part }: Depthwise,
  window = windowOf(call, image.sizes.length),
  padding = paddingOf(call)
): Value {
  const axes = image.sizes.length;
  const channels = knownChannels(image);
  const multiplier = multiplierOf(call);
  const wanted = [...window.kernel, channels, multiplier];
  const dims = [channels * multiplier, 1, ...window.kernel];
  call.fits(weight, wanted);
  const kernel = call.graph.floats(call.name(weight), dims, () => {
    const { data } = call.weight(weight, wanted);
    return permute(data, wanted, [axes, axes + 1, ...range(0, axes)]).data;
  });
  return convolve(
    call,
    image,
    window,
    { kernel, bias, groups: channels, filters: channels * multiplier, part },
    padding
  );
}

/** n2v's MaxBlurPool2D: the maximum around each pixel, and then a blur that takes steps. */
export const blurredPooling: LayerType = {
  weights: () => ['blur_kernel'],
  apply(call) {
    const image = imageOf(call, 2);
    const pool = call.config.sizes('pool', 2, 2);
    const around: Window = { kernel: pool, strides: [1, 1], dilations: [1, 1] };
    const attributes = { kernel_shape: pool, strides: around.strides, ...paddingAttributes(around, 'same') };
    const highest = { ...image, name: call.node('MaxPool', [image.name], attributes, 'highest') };
    const blur: Window = { kernel: [3, 3], strides: pool, dilations: [1, 1] };
    return convolveDepthwise(call, highest, { weight: 'blur_kernel' }, blur, 'same');
  }
};

/** Keras (...window, a, b) to ONNX (b, a, ...window): for both kinds of convolution the last axis comes first. */
function kernelOf(call: LayerCall, weight: string, window: Window, channels: readonly [number, number]): string {
  const shape = [...window.kernel, ...channels];
  const axes = window.kernel.length;
  const dims = [channels[1], channels[0], ...window.kernel];
  call.fits(weight, shape);
  return call.graph.floats(call.name(weight), dims, () => {
    const { data } = call.weight(weight, shape);
    return permute(data, shape, [axes + 1, axes, ...range(0, axes)]).data;
  });
}

function biasOf(call: LayerCall, filters: number): string | undefined {
  if (!call.config.boolean('use_bias', true)) {
    return undefined;
  }
  call.fits('bias', [filters]);
  return call.graph.floats(call.name('bias'), [filters], () => call.weight('bias', [filters]).data);
}

function windowOf(call: LayerCall, axes: number): Window {
  return {
    kernel: call.config.sizes('kernel_size', axes, 1),
    strides: call.config.sizes('strides', axes, 1),
    dilations: call.config.sizes('dilation_rate', axes, 1)
  };
}

function filtersOf(call: LayerCall): number {
  return call.config.optionalCount('filters') ?? call.fail('damaged', 'does not say how many filters it has');
}

/** Input channels and filters are divided into so many groups, each of which is convolved by itself. */
function groupsOf(call: LayerCall, channels: number): number {
  const groups = call.config.count('groups', 1);
  for (const [count, what] of [
    [channels, 'channels'],
    [filtersOf(call), 'filters']
  ] as const) {
    if (count % groups !== 0) {
      call.fail('damaged', `has ${groups} groups, into which ${count} ${what} cannot be divided`);
    }
  }
  return groups;
}

function multiplierOf(call: LayerCall): number {
  return call.config.count('depth_multiplier', 1);
}

function withBias(config: Config, names: readonly string[]): readonly string[] {
  return config.boolean('use_bias', true) ? [...names, 'bias'] : names;
}

function ones(count: number): number[] {
  return Array<number>(count).fill(1);
}
