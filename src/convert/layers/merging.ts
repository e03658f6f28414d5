import { range, storedAxis } from '../graph';
import type { Size, Value } from '../graph';
import type { LayerCall, LayerType } from '../layer';

/** Add, Multiply and the like: element by element, with broadcasting. `pair` takes two inputs, `many` any number. */
export function merging(pair: string, many?: string): LayerType {
  return {
    apply(call) {
      const values = call.graph.alike(sameRank(call));
      const shape = broadcast(values.map(value => value.shape));
      const first = values[0];
      if (values.length === 1) {
        return first;
      }
      if (many && (values.length > 2 || pair === many)) {
        return {
          ...first,
          shape,
          name: call.node(
            many,
            values.map(value => value.name)
          )
        };
      }
      const name = values.slice(1).reduce((left, right) => call.node(pair, [left, right.name]), first.name);
      return { ...first, shape, name };
    }
  };
}

/** Subtract: exactly two. */
export const subtract: LayerType = {
  apply: call =>
    call.inputs.length === 2
      ? merging('Sub').apply(call)
      : call.fail('damaged', `subtracts ${call.inputs.length} inputs`)
};

export const concatenate: LayerType = {
  apply(call) {
    const values = call.graph.alike(call.inputs);
    const first = values[0] ?? call.fail('damaged', 'has no inputs');
    const rank = first.shape.length;
    const written = call.config.axis('axis', -1);
    const axis = written < 0 ? written + rank : written;
    const sizes = values.map(value => value.shape[axis] ?? null);
    const total = sizes.reduce<Size>((sum, size) => (sum === null || size === null ? null : sum + size), 0);
    const shape = first.shape.map((size, at) => (at === axis ? total : size));
    if (values.length === 1) {
      return first;
    }
    const name = call.node(
      'Concat',
      values.map(value => value.name),
      { axis: storedAxis(first, axis) }
    );
    return { ...first, shape, name };
  }
};

/** Keras puts missing axes behind the batch: (batch, channels) meets an image as (batch, 1, 1, channels). */
function sameRank(call: LayerCall): readonly Value[] {
  const rank = Math.max(...call.inputs.map(value => value.shape.length));
  return call.inputs.map((value, at) => {
    const missing = rank - value.shape.length;
    if (missing === 0) {
      return value;
    }
    const flat = call.graph.kerasOrder(value);
    const axes = call.graph.integers(call.name(`axes_${at}`), range(1, 1 + missing));
    const name = call.node('Unsqueeze', [flat.name, axes], {}, `expanded_${at}`);
    return {
      name,
      shape: [flat.shape[0], ...range(0, missing).map(() => 1), ...flat.shape.slice(1)],
      stored: 'keras'
    };
  });
}

function broadcast(shapes: readonly (readonly Size[])[]): readonly Size[] {
  return shapes[0].map((_, axis) => {
    const sizes = shapes.map(shape => shape[axis]);
    const known = sizes.find(size => size !== null && size !== 1);
    return known ?? (sizes.every(size => size === 1) ? 1 : null);
  });
}
