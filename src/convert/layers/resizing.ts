import type { LayerCall, LayerType } from '../layer';
import { imageOf, valueOf } from '../spatial';

/** Keras resizes by whole factors with pixel centres at half pixels; for the nearest neighbour that is repetition. */
const MODES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  nearest: { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
  bilinear: { mode: 'linear', coordinate_transformation_mode: 'half_pixel' }
};

/** UpSampling1D, UpSampling2D, UpSampling3D. */
export function upSampling(axes: number): LayerType {
  return {
    apply(call: LayerCall) {
      const image = imageOf(call, axes);
      const factors = call.config.sizes('size', axes, 2);
      const interpolation = call.config.text('interpolation', 'nearest');
      const attributes =
        MODES[interpolation] ?? call.fail('unsupported-option', `resizes with the interpolation "${interpolation}"`);
      const scales = call.graph.floats(call.name('scales'), [axes + 2], () => Float32Array.of(1, 1, ...factors));
      const name = call.node('Resize', [image.name, '', scales], attributes);
      const sizes = image.sizes.map((size, axis) => (size === null ? null : size * factors[axis]!));
      return valueOf(name, image, image.channels, sizes);
    }
  };
}
