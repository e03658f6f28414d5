import { asFloat } from './activation';
import type { Size, Value } from './graph';
import type { LayerCall } from './layer';
import { SizeNeeded } from './layer';

/** A layer's input seen as an image: stored (batch, channels, ...spatial) whatever the layer's `data_format`. */
export interface Image {
  readonly name: string;
  readonly batch: Size;
  readonly channels: Size;
  readonly sizes: readonly Size[];
  /** Keras's own order has the channels last. */
  readonly last: boolean;
}

/** The call's input as an image with `axes` spatial axes. */
export function imageOf(call: LayerCall, axes: number, last = call.config.channelsLast): Image {
  const input = asFloat(call, call.input);
  const value = last ? call.graph.channelsFirst(input) : call.graph.kerasOrder(input);
  const { shape } = value;
  if (shape.length !== axes + 2) {
    call.fail('damaged', `expects an input with ${axes + 2} axes and gets one with ${shape.length}`);
  }
  const batch = shape[0];
  return last
    ? { name: value.name, batch, channels: shape[axes + 1], sizes: shape.slice(1, -1), last }
    : { name: value.name, batch, channels: shape[1], sizes: shape.slice(2), last };
}

/** The result of a node that gave (batch, channels, ...sizes), as a value in the layer's own axis order. */
export function valueOf(name: string, image: Image, channels: Size, sizes: readonly Size[]): Value {
  return image.last
    ? { name, shape: [image.batch, ...sizes, channels], stored: 'first' }
    : { name, shape: [image.batch, channels, ...sizes], stored: 'keras' };
}

/**
 * The number of channels, which weights depend on. It is not known where an axis that was left free as one of the image's
 * becomes the channels (Permute).
 */
export function knownChannels(image: Image): number {
  if (image.channels === null) {
    throw new SizeNeeded('has an input whose number of channels the network leaves open', 'number of channels');
  }
  return image.channels;
}

/** The window of a convolution or pooling along each spatial axis. */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
}

/** Reads `padding`, whose case Keras does not mind. */
export function paddingOf(call: LayerCall): 'valid' | 'same' | 'causal' {
  const padding = call.config.text('padding', 'valid').toLowerCase();
  if (padding === 'valid' || padding === 'same' || padding === 'causal') {
    return padding;
  }
  return call.fail('unsupported-option', `has the padding "${padding}"`);
}

/**
 * Padding as ONNX attributes. Keras pads "same" by what the size needs, the odd pixel at the end. At stride 1 that does not
 * depend on the size and is written out, since onnxruntime refuses automatic padding together with dilation; at other
 * strides SAME_UPPER is the same rule.
 */
export function paddingAttributes(
  window: Window,
  padding: 'valid' | 'same' | 'causal'
): { pads: readonly number[] } | { auto_pad: string } {
  const extents = window.kernel.map((size, axis) => (size - 1) * window.dilations[axis]);
  if (padding === 'causal') {
    return { pads: [...extents, ...extents.map(() => 0)] };
  }
  if (padding === 'valid') {
    return { pads: [...extents, ...extents].map(() => 0) };
  }
  if (window.strides.some(stride => stride > 1) && extents.some(extent => extent > 0)) {
    return { auto_pad: 'SAME_UPPER' };
  }
  const before = extents.map(extent => Math.floor(extent / 2));
  return { pads: [...before, ...extents.map((extent, axis) => extent - before[axis])] };
}

/** Sizes after a window has passed over them. */
export function windowSizes(
  sizes: readonly Size[],
  window: Window,
  padding: 'valid' | 'same' | 'causal'
): readonly Size[] {
  return sizes.map((size, axis) => {
    const stride = window.strides[axis];
    const extent = (window.kernel[axis] - 1) * window.dilations[axis];
    return size === null ? null : Math.ceil((padding === 'valid' ? size - extent : size) / stride);
  });
}

/** Changes the order of the axes of a weight. */
export function permute(
  data: Float32Array,
  shape: readonly number[],
  order: readonly number[]
): { readonly dims: readonly number[]; readonly data: Float32Array } {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
  const dims = order.map(axis => shape[axis]);
  const steps = order.map(axis => strides[axis]);
  const result = new Float32Array(data.length);
  const innerSize = dims.at(-1) ?? 1;
  const innerStep = steps.at(-1) ?? 1;
  const counter = dims.map(() => 0);
  let from = 0;
  for (let at = 0; at < result.length; at += innerSize) {
    for (let inner = 0; inner < innerSize; inner++) {
      result[at + inner] = data[from + inner * innerStep];
    }
    // Counts up the outer axes, the last of them fastest.
    for (let axis = dims.length - 2; axis >= 0; axis--) {
      from += steps[axis];
      if (++counter[axis] < dims[axis]) {
        break;
      }
      from -= steps[axis] * dims[axis];
      counter[axis] = 0;
    }
  }
  return { dims, data: result };
}
