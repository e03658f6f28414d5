import { toNumbers } from './cast';
import { createTensor } from './create';
import type { ValueRange } from './stats';
import { valueRange } from './stats';
import type { Tensor } from './tensor';

/**
 * Eight bits for the eye: `min` becomes 0, `max` 255, values outside are clipped, NaN is 0.
 * Without `range`: the tensor's own smallest and largest finite value. A constant image becomes 0.
 */
export function toUint8(tensor: Tensor, range?: ValueRange): Tensor<'uint8'> {
  const { min, max } = range ?? valueRange(tensor) ?? { min: 0, max: 0 };
  const values = toNumbers(tensor);
  // The clamped array rounds, clips and turns NaN into 0.
  const out = new Uint8ClampedArray(values.length);
  if (max > min) {
    const gain = 255 / (max - min);
    for (let i = 0; i < values.length; i++) {
      out[i] = (values[i] - min) * gain;
    }
  }
  return createTensor('uint8', tensor.shape, new Uint8Array(out.buffer));
}
