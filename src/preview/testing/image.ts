import { toNumbers } from '../../tensor/cast';
import { createTensor } from '../../tensor/create';
import { indexOf, flatIndex } from '../../tensor/strides';
import type { Tensor } from '../../tensor/tensor';
import type { Random } from '../../tensor/testing/random';

/** An image like those of a microscope: bright round spots on a dim uneven ground, with noise; axes batch, channel, y, x. */
export function spots(random: Random, height: number, width: number, brightest: number): Tensor<'float32'> {
  const centres = Array.from({ length: random.whole(6, 14) }, () => ({
    y: random.between(0, height),
    x: random.between(0, width),
    radius: random.between(2, 5),
    light: random.between(0.2, 1)
  }));
  const tilt = random.between(0, 0.1);
  const data = Float32Array.from({ length: height * width }, (_, at) => {
    const [y, x] = indexOf([height, width], at);
    const light = centres.reduce(
      (sum, spot) => {
        const far = ((y - spot.y) ** 2 + (x - spot.x) ** 2) / (2 * spot.radius ** 2);
        return sum + spot.light * Math.exp(-far);
      },
      0.05 + (tilt * x) / width
    );
    return Math.max(0, Math.round(brightest * 0.6 * (light + 0.02 * random.normal())));
  });
  return createTensor('float32', [1, 1, height, width], data);
}

/** Every element computed anew. */
export function mapped(tensor: Tensor, change: (value: number, index: number) => number): Tensor<'float32'> {
  return createTensor('float32', tensor.shape, Float32Array.from(toNumbers(tensor), change));
}

/** Every element taken from another place. */
export function moved(
  tensor: Tensor,
  shape: readonly number[],
  from: (index: readonly number[]) => readonly number[] | undefined
): Tensor<'float32'> {
  const values = toNumbers(tensor);
  const length = shape.reduce((product, size) => product * size, 1);
  const data = Float32Array.from({ length }, (_, at) => {
    const place = from(indexOf(shape, at));
    // What comes from outside is zero.
    return place ? values[flatIndex(tensor.shape, place)] : 0;
  });
  return createTensor('float32', shape, data);
}

export function flipped(tensor: Tensor, axes: readonly number[]): Tensor<'float32'> {
  const { shape } = tensor;
  return moved(tensor, shape, index =>
    index.map((position, axis) => (axes.includes(axis) ? shape[axis] - 1 - position : position))
  );
}

/** The two last axes exchanged. */
export function exchanged(tensor: Tensor): Tensor<'float32'> {
  const swap = (list: readonly number[]) => [...list.slice(0, -2), list[list.length - 1], list[list.length - 2]];
  return moved(tensor, swap(tensor.shape), swap);
}

/** Moved by whole pixels; what comes in from outside is zero, the border's value, or the other side. */
export function shifted(tensor: Tensor, by: readonly number[], border: 'zero' | 'edge' | 'wrap'): Tensor<'float32'> {
  const { shape } = tensor;
  return moved(tensor, shape, index => {
    const place = index.map((position, axis) => position - by[axis]);
    const outside = place.some((position, axis) => position < 0 || position >= shape[axis]);
    if (outside && border === 'zero') {
      return undefined;
    }
    return place.map((position, axis) =>
      border === 'wrap' ? (position + shape[axis]) % shape[axis] : Math.min(shape[axis] - 1, Math.max(0, position))
    );
  });
}
