import { asFloat } from '../activation';
import type { Size, Value } from '../graph';
import { range } from '../graph';
import { isNumbers } from '../json';
import type { LayerCall, LayerType } from '../layer';
import { isRecord } from '../../tensor/lookup';

/** A constant operand, C order. */
interface Constant {
  readonly dims: readonly number[];
  readonly values: readonly number[];
}

/**
 * An operation that combines tensors and constants element by element and broadcasts as NumPy does: shapes are aligned at
 * their last axes. `elem`: element type of the result where it is not float32.
 */
export function arithmetic(op: string, elem?: number): LayerType {
  return {
    apply(call) {
      const operands = call.operands.map(operand =>
        'tensor' in operand ? asFloat(call, call.inputs[operand.tensor]) : constantOf(call, operand.constant)
      );
      const tensors = operands.filter(isValue);
      const plain = operands.every(one => isValue(one) || one.dims.length < 2) && sameRank(tensors);
      const ordered = plain ? call.graph.alike(tensors) : tensors.map(value => call.graph.kerasOrder(value));
      const { stored } = ordered[0] ?? call.fail('damaged', 'has no tensor to compute with');
      let used = 0;
      const rank = Math.max(...ordered.map(value => value.shape.length));
      const names = operands.map((one, at) =>
        isValue(one) ? ordered[used++].name : constantName(call, one, at, stored, rank)
      );
      const shape = broadcast(operands.map(one => (isValue(one) ? one.shape : one.dims)));
      return { name: call.node(op, names), shape, stored, ...(elem === undefined ? {} : { elem }) };
    }
  };
}

function isValue(operand: Value | Constant): operand is Value {
  return 'stored' in operand;
}

function sameRank(values: readonly Value[]): boolean {
  return values.every(value => value.shape.length === values[0].shape.length);
}

/** Channels first, one number per channel stands behind the batch. */
function constantName(call: LayerCall, constant: Constant, at: number, stored: Value['stored'], rank: number): string {
  const { dims, values } = constant;
  const placed = stored === 'first' && dims.length === 1 ? [dims[0], ...range(2, rank).map(() => 1)] : dims;
  return call.graph.floats(call.name(`constant_${at}`), placed, () => Float32Array.from(values));
}

/** A number, a nested list of numbers, or an array as Keras 3 writes it. */
function constantOf(call: LayerCall, written: unknown): Constant {
  if (isRecord(written) && isRecord(written['config'])) {
    return constantOf(call, written['config']['value']);
  }
  if (typeof written === 'number' || typeof written === 'boolean') {
    return { dims: [], values: [Number(written)] };
  }
  if (isNumbers(written)) {
    return { dims: [written.length], values: written };
  }
  if (Array.isArray(written) && written.length > 0) {
    const parts = written.map((part: unknown) => constantOf(call, part));
    const inner = parts[0].dims;
    if (parts.some(part => part.dims.join() !== inner.join())) {
      return call.fail('damaged', 'computes with a constant whose rows have different lengths');
    }
    return { dims: [parts.length, ...inner], values: parts.flatMap(part => part.values) };
  }
  return call.fail('unsupported-option', 'computes with a constant that is not a number or an array of numbers');
}

function broadcast(shapes: readonly (readonly Size[])[]): readonly Size[] {
  const rank = Math.max(...shapes.map(shape => shape.length));
  return range(0, rank).map(axis => {
    const sizes = shapes.flatMap(shape => {
      const own = axis - rank + shape.length;
      return own < 0 ? [] : [shape[own]];
    });
    return sizes.find(size => size !== null && size !== 1) ?? (sizes.every(size => size === 1) ? 1 : null);
  });
}
