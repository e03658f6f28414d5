import type { Padding } from '../spec/model';
import { cast } from '../tensor/cast';
import { createTensor, sizeOf } from '../tensor/create';
import { arrayOf, isFloat } from '../tensor/dtype';
import { stridesOf } from '../tensor/strides';
import type { DType, Tensor } from '../tensor/tensor';
import { ProcessingError } from './error';

/** What bioimageio.core pads with where a description has no `pad`. */
export const defaultPadding: Padding = { mode: 'symmetric' };

/** Elements to add before and behind along one axis. */
export type PadWidth = readonly [before: number, after: number];

/**
 * The tensor with a border, as `pad` of an input describes it (format 0.5.10) and numpy.pad makes it; a border wider
 * than the tensor goes back and forth. `widths`: one for each axis. Throws `ProcessingError` where an axis has nothing
 * to repeat, or the constant does not fit the tensor's type.
 */
export function padTensor<D extends DType>(tensor: Tensor<D>, widths: readonly PadWidth[], padding: Padding): Tensor<D>;
export function padTensor(tensor: Tensor, widths: readonly PadWidth[], padding: Padding): Tensor {
  const { dtype, data } = tensor;
  const sources = tensor.shape.map((length, axis) => sourcesOf(length, widths[axis] ?? [0, 0], padding));
  const shape = sources.map(({ length }) => length);
  const strides = stridesOf(tensor.shape);
  const out = arrayOf(dtype, sizeOf(shape));
  const outside = padding.mode === 'constant' ? constantOf(padding.value, dtype) : 0;
  const position = new Array<number>(shape.length).fill(0);
  for (let i = 0; i < out.length; i++) {
    let from = 0;
    for (let axis = 0; axis < shape.length; axis++) {
      const source = sources[axis][position[axis]];
      from = source < 0 || from < 0 ? -1 : from + source * strides[axis];
    }
    out[i] = from < 0 ? outside : data[from];
    advance(position, shape);
  }
  return createTensor(dtype, shape, out);
}

/** To the next position in C order. */
function advance(position: number[], shape: readonly number[]): void {
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    position[axis]++;
    if (position[axis] < shape[axis]) {
      return;
    }
    position[axis] = 0;
  }
}

/** For each position of the padded axis the one that it is taken from; -1 where it is the constant. */
export function sourcesOf(length: number, [before, after]: PadWidth, { mode }: Padding): Int32Array {
  if (length === 0 && before + after > 0 && mode !== 'constant') {
    throw new ProcessingError('bad-tensor', '', '', `An axis without positions cannot be padded by "${mode}".`);
  }
  return Int32Array.from({ length: before + length + after }, (_, i) => sourceOf(i - before, length, mode));
}

function sourceOf(index: number, length: number, mode: Padding['mode']): number {
  if (index >= 0 && index < length) {
    return index;
  }
  if (mode === 'constant') {
    return -1;
  }
  if (mode === 'edge' || length === 1) {
    return index < 0 ? 0 : length - 1;
  }
  // "reflect" does not repeat the border itself, "symmetric" does.
  const period = mode === 'reflect' ? 2 * (length - 1) : 2 * length;
  const within = ((index % period) + period) % period;
  return within < length ? within : mode === 'reflect' ? period - within : period - 1 - within;
}

/** The constant in the tensor's type, truncated as numpy does. */
function constantOf(value: number, dtype: DType): number | bigint {
  const exact = createTensor('float64', [1], Float64Array.of(value));
  const given = cast(exact, dtype).data[0];
  if (!isFloat(dtype) && dtype !== 'bool' && Number(given) !== Math.trunc(value)) {
    throw new ProcessingError('bad-arguments', '', '', `The padding's value ${value} does not fit ${dtype} values.`);
  }
  return given;
}
