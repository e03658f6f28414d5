import { range } from '../graph';
import type { LayerCall, LayerType } from '../layer';
import type { Window } from '../spatial';
import { imageOf, paddingAttributes, paddingOf, valueOf, windowSizes } from '../spatial';

/** MaxPooling and AveragePooling; pixels of the padding never count. */
export function pooling(op: 'MaxPool' | 'AveragePool', axes: number): LayerType {
  return {
    apply(call) {
      const image = imageOf(call, axes);
      const kernel = call.config.sizes('pool_size', axes, 2);
      const strides = (call.config.raw('strides') ?? null) === null ? kernel : call.config.sizes('strides', axes, 1);
      const window: Window = { kernel, strides, dilations: kernel.map(() => 1) };
      const padding = paddingOf(call);
      const attributes = { kernel_shape: kernel, strides, ...paddingAttributes(window, padding) };
      const name = call.node(op, [image.name], attributes);
      return valueOf(name, image, image.channels, windowSizes(image.sizes, window, padding));
    }
  };
}

/** GlobalAveragePooling and GlobalMaxPooling: (batch, channels), or sizes of 1 with `keepdims`. */
export function globalPooling(op: 'ReduceMean' | 'ReduceMax', axes: number): LayerType {
  return {
    apply(call: LayerCall) {
      const image = imageOf(call, axes);
      const keep = call.config.boolean('keepdims', false);
      const attributes = { axes: range(2, 2 + axes), keepdims: keep ? 1 : 0 };
      const name = call.node(op, [image.name], attributes);
      return keep
        ? valueOf(
            name,
            image,
            image.channels,
            range(0, axes).map(() => 1)
          )
        : { name, shape: [image.batch, image.channels], stored: 'keras' };
    }
  };
}
