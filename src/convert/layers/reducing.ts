import { INT64 } from '../../onnx/model';
import { asFloat } from '../activation';
import { range, storedAxis, without } from '../graph';
import type { Value } from '../graph';
import { isNumbers } from '../json';
import type { LayerCall, LayerType } from '../layer';

/** Mean, Max, Min and Sum over axes; all axes where none is named. */
export function reducing(op: 'ReduceMean' | 'ReduceMax' | 'ReduceMin' | 'ReduceSum'): LayerType {
  return {
    apply(call) {
      const rank = call.input.shape.length;
      const axes = axesOf(call, rank) ?? range(0, rank);
      const value = asFloat(call, axes.includes(0) ? call.graph.kerasOrder(call.input) : call.input);
      const keep = call.config.boolean('keepdims', false);
      const name = reduced(call, op, value, axes, keep);
      return kept(value, name, axes, keep);
    }
  };
}

/** The index of the largest value along one axis, the first of equals. */
export const argmax: LayerType = {
  apply(call) {
    const value = asFloat(call, call.input);
    const [axis, ...others] = axesOf(call, value.shape.length) ?? [];
    if (axis === undefined || axis === 0 || others.length > 0) {
      return call.fail('unsupported-option', 'looks for the largest value along other than one axis of the image');
    }
    const keep = call.config.boolean('keepdims', false);
    const name = call.node('ArgMax', [value.name], { axis: storedAxis(value, axis), keepdims: keep ? 1 : 0 });
    return { ...kept(value, name, [axis], keep), elem: INT64 };
  }
};

/** One node that reduces Keras's `axes` of a value. Until operator set 18 only ReduceSum takes them as an input. */
export function reduced(
  call: LayerCall,
  op: string,
  value: Value,
  axes: readonly number[],
  keep: boolean,
  part?: string
): string {
  const stored = axes.map(axis => storedAxis(value, axis)).sort((a, b) => a - b);
  const keepdims = keep ? 1 : 0;
  if (op !== 'ReduceSum') {
    return call.node(op, [value.name], { axes: stored, keepdims }, part);
  }
  const constant = call.graph.integers(call.name(part ? `${part}_axes` : 'axes'), stored);
  return call.node(op, [value.name, constant], { keepdims }, part);
}

function kept(value: Value, name: string, axes: readonly number[], keep: boolean): Value {
  return keep
    ? { ...value, name, shape: value.shape.map((size, axis) => (axes.includes(axis) ? 1 : size)) }
    : without(value, name, axes);
}

/** Keras's `axis`: one, several, or `undefined` for all; counted from the front. */
export function axesOf(call: LayerCall, rank: number): readonly number[] | undefined {
  const written = call.config.raw('axis') ?? null;
  const axes = typeof written === 'number' ? [written] : written;
  if (axes === null) {
    return undefined;
  }
  return isNumbers(axes)
    ? axes.map(axis => (axis < 0 ? axis + rank : axis))
    : call.fail('damaged', 'does not say along which axes it works');
}
