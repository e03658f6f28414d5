import type { LayerCall, LayerType } from '../layer';
import { SizeNeeded } from '../layer';
import { imageOf, valueOf } from '../spatial';
import { lookup } from '../../tensor/lookup';

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
        lookup(MODES, interpolation) ??
        call.fail('unsupported-option', `resizes with the interpolation "${interpolation}"`);
      const scales = call.graph.floats(call.name('scales'), [axes + 2], () => Float32Array.of(1, 1, ...factors));
      const name = call.node('Resize', [image.name, '', scales], attributes);
      const sizes = image.sizes.map((size, axis) => (size === null ? null : size * factors[axis]));
      return valueOf(name, image, image.channels, sizes);
    }
  };
}

/** How Keras resizes to a given size: pixel centres at half pixels, the nearest one rounded up. */
const TO_SIZE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  nearest: { mode: 'nearest', coordinate_transformation_mode: 'half_pixel', nearest_mode: 'round_prefer_ceil' },
  bilinear: { mode: 'linear', coordinate_transformation_mode: 'half_pixel' }
};

/** Resizing: to one size, whatever the image's own, which the graph then has to know. */
export const resizing: LayerType = {
  apply(call) {
    const image = imageOf(call, 2);
    const target = [call.config.optionalCount('height'), call.config.optionalCount('width')];
    const interpolation = call.config.text('interpolation', 'bilinear').toLowerCase();
    const attributes =
      lookup(TO_SIZE, interpolation) ??
      call.fail('unsupported-option', `resizes with the interpolation "${interpolation}"`);
    for (const option of ['crop_to_aspect_ratio', 'pad_to_aspect_ratio', 'antialias']) {
      if (call.config.boolean(option, false)) {
        call.fail('unsupported-option', `resizes with ${option}`);
      }
    }
    const wanted = image.sizes.map(
      (_, axis) => target[axis] ?? call.fail('damaged', 'does not say to which size it resizes')
    );
    const factors = image.sizes.map((size, axis) => {
      if (size === null) {
        throw new SizeNeeded();
      }
      return factorOf(size, wanted[axis]);
    });
    const scales = call.graph.floats(call.name('scales'), [4], () => Float32Array.of(1, 1, ...factors));
    const name = call.node('Resize', [image.name, '', scales], attributes);
    return valueOf(name, image, image.channels, wanted);
  }
};

/** Readers round size times factor down: the factor is the next one in float32 that does not fall short. */
function factorOf(size: number, wanted: number): number {
  const factor = Math.fround(wanted / size);
  return size * factor >= wanted ? factor : Math.fround(factor * (1 + 2 ** -23));
}
