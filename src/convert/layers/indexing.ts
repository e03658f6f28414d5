import { range, storedAxis, without } from '../graph';
import type { Size, Value } from '../graph';
import { isNumbers } from '../json';
import type { LayerCall, LayerType } from '../layer';
import { SizeNeeded } from '../layer';
import { axesOf } from './reducing';
import { product } from './reshaping';
import { isRecord } from '../../tensor/lookup';

/** The largest int64: "to the end" for ONNX's Slice. */
const END = 2 ** 63;

/** What an index of one axis takes. */
interface Taken {
  readonly axis: number;
  readonly start: number;
  readonly stop: number;
  readonly step: number;
  /** A single number as index: the axis is gone afterwards. */
  readonly gone: boolean;
}

/** `x[..., 0:1]`, `x[:, 1:-1, ::2]`, `x[..., 2]`: plain slices and numbers. */
export const getItem: LayerType = {
  apply(call) {
    const [, second] = call.operands;
    const key = second && 'constant' in second ? second.constant : call.config.raw('slice_spec');
    const taken = takenBy(call, Array.isArray(key) ? key : [key]).filter(
      ({ start, stop, step, gone }) => gone || start !== 0 || stop !== END || step !== 1
    );
    if (taken.some(({ axis }) => axis === 0)) {
      return call.fail('unsupported-option', 'takes single images out of the batch');
    }
    if (taken.length === 0) {
      return call.input;
    }
    const sliced = slice(call, call.input, taken);
    const gone = taken.filter(one => one.gone).map(one => one.axis);
    return gone.length > 0 ? dropAxes(call, sliced, gone, 'single') : sliced;
  }
};

function slice(call: LayerCall, value: Value, taken: readonly Taken[]): Value {
  const numbers = (name: string, values: readonly number[]) => call.graph.integers(call.name(name), values);
  const name = call.node('Slice', [
    value.name,
    numbers(
      'starts',
      taken.map(one => one.start)
    ),
    numbers(
      'ends',
      taken.map(one => one.stop)
    ),
    numbers(
      'axes',
      taken.map(one => storedAxis(value, one.axis))
    ),
    numbers(
      'steps',
      taken.map(one => one.step)
    )
  ]);
  const shape = value.shape.map((size, axis) => {
    const one = taken.find(found => found.axis === axis);
    return one ? length(one, size) : size;
  });
  return { ...value, name, shape };
}

function length({ start, stop, step, gone }: Taken, size: Size): Size {
  if (gone) {
    return 1;
  }
  if (size === null) {
    // From one number to a larger one, neither counted from the end: known as long as the axis is long enough.
    return null;
  }
  const place = (at: number) => Math.min(Math.max(at < 0 ? at + size : at, 0), size);
  return Math.max(0, Math.ceil((place(stop) - place(start)) / step));
}

function takenBy(call: LayerCall, key: readonly unknown[]): readonly Taken[] {
  const rank = call.input.shape.length;
  const rest = key.findIndex(isEllipsis);
  return key.flatMap((item, at): readonly Taken[] => {
    if (isEllipsis(item)) {
      return [];
    }
    const axis = rest >= 0 && at > rest ? rank - key.length + at : at;
    if (typeof item === 'number') {
      return [{ axis, start: item, stop: item === -1 ? END : item + 1, step: 1, gone: true }];
    }
    const bounds = isRecord(item) ? (isRecord(item['config']) ? item['config'] : item) : undefined;
    const [start, stop, step] = ['start', 'stop', 'step'].map(name => bounds?.[name] ?? null);
    const known = [start, stop, step].every(value => value === null || typeof value === 'number');
    if (!bounds || !('start' in bounds) || !known || Number(step ?? 1) < 1) {
      return call.fail('unsupported-option', 'takes a part of its input in a way other than plain slices');
    }
    return [{ axis, start: Number(start ?? 0), stop: Number(stop ?? END), step: Number(step ?? 1), gone: false }];
  });
}

function isEllipsis(item: unknown): boolean {
  return isRecord(item) && /ellipsis/i.test(String(item['class_name'] ?? ''));
}

/** Takes away axes of size 1. */
function dropAxes(call: LayerCall, value: Value, axes: readonly number[], part?: string): Value {
  const stored = axes.map(axis => storedAxis(value, axis)).sort((a, b) => a - b);
  const constant = call.graph.integers(call.name(part ? `${part}_axes` : 'axes'), stored);
  return without(value, call.node('Squeeze', [value.name, constant], {}, part), axes);
}

/** ops.squeeze: the named axes, or all of size 1. */
export const squeeze: LayerType = {
  apply(call) {
    const { shape } = call.input;
    const axes = axesOf(call, shape.length) ?? range(0, shape.length).filter(axis => shape[axis] === 1);
    return dropAxes(call, call.input, axes);
  }
};

/** ops.expand_dims: a new axis of size 1. */
export const expandDims: LayerType = {
  apply(call) {
    const value = call.graph.kerasOrder(call.input);
    const [axis] = axesOf(call, value.shape.length + 1) ?? [];
    if (axis === undefined) {
      return call.fail('damaged', 'does not say where the new axis stands');
    }
    const constant = call.graph.integers(call.name('axes'), [axis]);
    const shape = [...value.shape.slice(0, axis), 1, ...value.shape.slice(axis)];
    return { ...value, name: call.node('Unsqueeze', [value.name, constant]), shape };
  }
};

/** ops.reshape: unlike the layer's, the target shape begins with the batch. */
export const reshapeAll: LayerType = {
  apply(call) {
    const value = call.graph.kerasOrder(call.input);
    const target = call.config.raw('newshape') ?? call.config.raw('shape');
    if (!isNumbers(target)) {
      return call.fail('unsupported-option', 'makes a shape that it computes itself');
    }
    const count = product(value.shape.slice(1));
    if (target[0] === -1 && count === null) {
      // The sizes that were to stay free would go into the batch.
      throw new SizeNeeded();
    }
    const known = target.slice(1).reduce((all, size) => all * size, 1);
    const shape = target.map((size, axis) =>
      size !== -1 ? size : axis === 0 || count === null || target[0] !== 1 ? null : count / -known
    );
    const constant = call.graph.integers(call.name('shape'), target);
    return { ...value, name: call.node('Reshape', [value.name, constant]), shape };
  }
};

/** ops.transpose: all axes, the batch included; reversed where no order is given. */
export const transposeAll: LayerType = {
  apply(call) {
    const value = call.graph.kerasOrder(call.input);
    const written = call.config.raw('axes') ?? call.config.raw('perm');
    const rank = value.shape.length;
    const perm = isNumbers(written)
      ? written.map(axis => (axis < 0 ? axis + rank : axis))
      : range(0, rank).map(axis => rank - 1 - axis);
    return {
      ...value,
      name: call.node('Transpose', [value.name], { perm }),
      shape: perm.map(axis => value.shape[axis] ?? null)
    };
  }
};
