import type { LayerType } from '../layer';
import { range } from '../graph';
import { imageOf, valueOf } from '../spatial';

/** The largest int64: "to the end" for ONNX's Slice. */
const END = 2 ** 63;

/** ZeroPadding1D, 2D, 3D. */
export function zeroPadding(axes: number): LayerType {
  return {
    apply(call) {
      // ZeroPadding1D has no data_format in old versions: channels are last there.
      const image = imageOf(call, axes);
      const margins = call.config.margins('padding', axes);
      const pads = [0, 0, ...margins.map(([before]) => before), 0, 0, ...margins.map(([, after]) => after)];
      const name = call.node('Pad', [image.name, call.graph.integers(call.name('pads'), pads)], { mode: 'constant' });
      const sizes = image.sizes.map((size, axis) =>
        size === null ? null : size + margins[axis][0] + margins[axis][1]
      );
      return valueOf(name, image, image.channels, sizes);
    }
  };
}

/** Cropping1D, 2D, 3D. */
export function cropping(axes: number): LayerType {
  return {
    apply(call) {
      const image = imageOf(call, axes);
      const margins = call.config.margins('cropping', axes);
      const bounds = [
        call.graph.integers(
          call.name('starts'),
          margins.map(([before]) => before)
        ),
        call.graph.integers(
          call.name('ends'),
          margins.map(([, after]) => (after === 0 ? END : -after))
        ),
        call.graph.integers(call.name('axes'), range(2, 2 + axes))
      ];
      const name = call.node('Slice', [image.name, ...bounds]);
      const sizes = image.sizes.map((size, axis) =>
        size === null ? null : size - margins[axis][0] - margins[axis][1]
      );
      return valueOf(name, image, image.channels, sizes);
    }
  };
}
