import { range } from '../graph';
import type { Size } from '../graph';
import type { LayerCall, LayerType } from '../layer';
import { SizeNeeded } from '../layer';
import { isNumbers } from '../json';

/** Flatten: everything but the batch in one axis, in channels-last order whatever the layer's data_format. */
export const flatten: LayerType = {
  apply(call) {
    const value = call.graph.kerasOrder(call.input);
    const rank = value.shape.length;
    let { name } = value;
    if (!call.config.channelsLast && rank > 2) {
      name = call.node('Transpose', [name], { perm: [0, ...range(2, rank), 1] }, 'channels_last');
    }
    return {
      name: call.node('Flatten', [name], { axis: 1 }),
      shape: [value.shape[0], product(value.shape.slice(1))],
      stored: 'keras'
    };
  }
};

/** Reshape: `-1` is worked out; without it the target fixes the input's size. */
export const reshape: LayerType = {
  apply(call) {
    const value = call.graph.kerasOrder(call.input);
    const target = call.config.raw('target_shape');
    if (!isNumbers(target)) {
      return call.fail('damaged', 'does not say which shape it makes');
    }
    checkTarget(call, target);
    const count = product(value.shape.slice(1));
    if (count === null && !target.includes(-1)) {
      throw new SizeNeeded();
    }
    const known = target.filter(size => size !== -1).reduce((all, size) => all * size, 1);
    const sizes = target.map(size => (size === -1 ? (count === null ? null : count / known) : size));
    // In ONNX a 0 copies the size of the batch.
    const shape = call.graph.integers(call.name('shape'), [0, ...target]);
    return { name: call.node('Reshape', [value.name, shape]), shape: [value.shape[0], ...sizes], stored: 'keras' };
  }
};

function checkTarget(call: LayerCall, target: readonly number[]): void {
  const open = target.filter(size => size === -1);
  const possible = target.every(size => Number.isInteger(size) && (size > 0 || size === -1) && size < 2 ** 31);
  if (!possible || open.length > 1) {
    call.fail('damaged', `makes an image of ${target.join(' × ')}`);
  }
}

/** Permute: axes counted from 1, the batch stays. */
export const permuteAxes: LayerType = {
  apply(call) {
    const value = call.graph.kerasOrder(call.input);
    const dims = call.config.raw('dims');
    if (!isNumbers(dims)) {
      return call.fail('damaged', 'does not say how it orders the axes');
    }
    const perm = [0, ...dims];
    if (range(0, value.shape.length).some(axis => !perm.includes(axis)) || perm.length !== value.shape.length) {
      return call.fail('damaged', `orders ${value.shape.length - 1} axes as ${dims.join(', ')}`);
    }
    return {
      name: call.node('Transpose', [value.name], { perm }),
      shape: perm.map(axis => value.shape[axis] ?? null),
      stored: 'keras'
    };
  }
};

/** RepeatVector: (batch, features) to (batch, n, features). */
export const repeatVector: LayerType = {
  apply(call) {
    const value = call.graph.kerasOrder(call.input);
    const count = call.config.optionalCount('n') ?? call.fail('damaged', 'does not say how often it repeats');
    const axes = call.graph.integers(call.name('axes'), [1]);
    const one = call.node('Unsqueeze', [value.name, axes], {}, 'one');
    const repeats = call.graph.integers(call.name('repeats'), [1, count, 1]);
    const [batch, features] = value.shape;
    return { name: call.node('Tile', [one, repeats]), shape: [batch, count, features], stored: 'keras' };
  }
};

/** Number of elements; `null` where a size is free. */
export function product(shape: readonly Size[]): Size {
  return shape.reduce<Size>((all, size) => (all === null || size === null ? null : all * size), 1);
}

/** The size of a value's last axis, which a weight depends on. */
export function lastSize(call: LayerCall): number {
  const size = call.input.shape.at(-1);
  if (typeof size !== 'number') {
    throw new SizeNeeded();
  }
  return size;
}
