import type { Line } from './field';
import { flatten, reshape, slice, squeeze, tile, transpose, unsqueeze } from './shapes';
import { fails, numbersOf, traced, UnknownExtent } from '../trace';
import type { Follow, Step, Traced } from '../trace';
import { int, ints, text, windowCount, windowOf } from './window';
import type { Window } from './window';

const pixelwise: Follow = step => merge(step);

/** Operators that compute each pixel from the same pixel of their inputs. */
const PIXELWISE =
  'Abs Add BatchNormalization Cast Ceil Celu Clip Div Dropout Elu Equal Erf Exp Floor Gelu Greater GreaterOrEqual HardSigmoid HardSwish Identity LeakyRelu Less LessOrEqual Log Max Mean Min Mish Mul Neg Not PRelu Pow Reciprocal Relu Round Selu Shrink Sigmoid Sign Sin Cos Softplus Softsign Sqrt Sub Sum Tanh ThresholdedRelu Where'.split(
    ' '
  );

/** Inputs of equal or broadcast shape, aligned at their last axes. */
function merge(step: Step): Traced {
  const values = step.inputs.filter(input => input !== undefined);
  const rank = values.reduce((most, value) => Math.max(most, value.rank), 0);
  const aligned = values
    .filter(value => value.line !== undefined)
    .map(value => ({ ...value, at: value.at + rank - value.rank }));
  const first = aligned[0];
  if (!first) {
    return { rank };
  }
  if (aligned.some(value => value.at !== first.at)) {
    throw new UnknownExtent(step.node.op);
  }
  const line = aligned.slice(1).reduce((joined, value) => joined.join(value.line) ?? fails(), first.line);
  const whole = values.some(value => !value.line);
  return { rank, at: first.at, line: whole ? line.whole(line.length) : line };
}

/** Spatial axes begin at 2; axis 1 is mixed by convolutions and kept by pooling. */
function sliding(step: Step, slide: (line: Line, at: number) => Line, mixesChannels: boolean): Traced {
  const value = traced(step);
  if (!value.line) {
    return value;
  }
  if (value.at >= 2) {
    return { ...value, line: slide(value.line, value.at - 2) };
  }
  return value.at === 1 && mixesChannels ? { rank: value.rank } : value;
}

function windowed(line: Line, window: Window, ceil = false): Line {
  const length = windowCount(window, line.length, ceil);
  if (length < 1) {
    return fails();
  }
  return line.map(length, function* (at) {
    for (let tap = 0; tap < window.kernel; tap++) {
      yield at * window.stride - window.before + tap * window.dilation;
    }
  });
}

const conv: Follow = step =>
  sliding(step, (line, at) => windowed(line, windowOf(step.node, at, line.length, step.constant(1)?.dims)), true);

const pool: Follow = step =>
  sliding(
    step,
    (line, at) => windowed(line, windowOf(step.node, at, line.length), int(step.node, 'ceil_mode', 0) === 1),
    false
  );

const convTranspose: Follow = step =>
  sliding(
    step,
    (line, at) => {
      const window = windowOf(step.node, at, line.length, step.constant(1)?.dims);
      const extra = ints(step.node, 'output_padding')?.[at] ?? 0;
      const reach = (window.kernel - 1) * window.dilation + 1;
      const length = (line.length - 1) * window.stride + reach + extra - window.before - window.after;
      return line.map(length, function* (to) {
        for (let tap = 0; tap < window.kernel; tap++) {
          const from = (to + window.before - tap * window.dilation) / window.stride;
          if (Number.isInteger(from)) {
            yield from;
          }
        }
      });
    },
    true
  );

/** Resize with constant scales. Sizes that the graph computes itself are not followed. */
const resize: Follow = step => {
  const value = traced(step);
  const scales = numbersOf(step, step.node.op === 'Upsample' ? 1 : 2);
  if (!value.line) {
    return value;
  }
  const scale = scales?.[value.at];
  if (scale === undefined) {
    throw new UnknownExtent(step.node.op);
  }
  const { length: size } = value.line;
  const length = Math.floor(size * scale);
  if (text(step.node, 'mode', 'nearest') === 'nearest') {
    // Which neighbour is taken depends on several attributes: both that may be are counted unless it is plain repetition.
    const plain = Number.isInteger(scale) && ['asymmetric', 'half_pixel'].includes(coordinates(step));
    return { ...value, line: value.line.map(length, at => (plain ? [Math.floor(at / scale)] : around(at / scale, 0))) };
  }
  const shift = coordinates(step) === 'asymmetric' ? 0 : 0.5 / scale - 0.5;
  const margin = text(step.node, 'mode', '') === 'cubic' ? 1 : 0;
  return { ...value, line: value.line.map(length, at => around(at / scale + shift, margin, size)) };
};

function coordinates(step: Step): string {
  return step.node.op === 'Upsample' ? 'asymmetric' : text(step.node, 'coordinate_transformation_mode', 'half_pixel');
}

/** The pixels on both sides of a position, `margin` more on each side, clamped to the row. */
function around(position: number, margin: number, length = Infinity): number[] {
  const low = Math.floor(position) - margin;
  const high = Math.ceil(position) + margin;
  return Array.from({ length: high - low + 1 }, (_, at) => Math.min(Math.max(low + at, 0), length - 1));
}

const concat: Follow = step => {
  const axis = int(step.node, 'axis', 1);
  const first = traced(step);
  if (!first.line || (axis < 0 ? axis + first.rank : axis) !== first.at) {
    return merge(step);
  }
  const [head, ...tail] = step.inputs.flatMap(input => input?.line ?? []);
  if (1 + tail.length < step.inputs.length) {
    throw new UnknownExtent('Concat');
  }
  return { ...first, line: tail.reduce((line, next) => line.append(next), head) };
};

const pad: Follow = step => {
  const value = traced(step);
  const pads = ints(step.node, 'pads') ?? numbersOf(step, 1);
  if (!value.line) {
    return value;
  }
  if (!pads || step.node.inputs[3]) {
    throw new UnknownExtent('Pad');
  }
  const before = pads[value.at];
  const after = pads[value.at + value.rank];
  const { length } = value.line;
  const mode = text(step.node, 'mode', 'constant');
  return { ...value, line: value.line.map(length + before + after, at => [padSource(at - before, length, mode)]) };
};

/** The pixel that a padded one repeats; outside the row for padding with a constant. */
function padSource(at: number, length: number, mode: string): number {
  if (mode === 'edge') {
    return Math.min(Math.max(at, 0), length - 1);
  }
  if (mode === 'reflect') {
    return at < 0 ? -at : at >= length ? 2 * (length - 1) - at : at;
  }
  return at;
}

/** Values that look at the whole axis: global pooling, normalisation over the image, softmax along it. */
function global(axesOf: (step: Step, rank: number) => readonly number[], keeps: 'size' | 'one' | 'maybe'): Follow {
  return step => {
    const value = traced(step);
    const axes = axesOf(step, value.rank).map(axis => (axis < 0 ? axis + value.rank : axis));
    const gone = keeps === 'maybe' && int(step.node, 'keepdims', 1) === 0;
    const rank = gone ? value.rank - axes.length : value.rank;
    if (!value.line) {
      return { rank };
    }
    if (!axes.includes(value.at)) {
      return { ...value, rank, at: value.at - (gone ? axes.filter(axis => axis < value.at).length : 0) };
    }
    // Where the axis ends here nothing of it can be followed further; what is broadcast back depends on all of it.
    return gone ? { rank } : { ...value, line: value.line.whole(keeps === 'size' ? value.line.length : 1) };
  };
}

function spatialAxes(_: Step, rank: number): number[] {
  return Array.from({ length: Math.max(0, rank - 2) }, (_axis, at) => at + 2);
}

function reducedAxes(step: Step, rank: number): readonly number[] {
  return ints(step.node, 'axes') ?? numbersOf(step, 1) ?? Array.from({ length: rank }, (_, at) => at);
}

/** Matrix product: the last axis is mixed, the others come through. */
const matMul: Follow = step => {
  const value = traced(step);
  if (step.inputs.filter(input => input).length > 1) {
    throw new UnknownExtent('MatMul');
  }
  return value.line && value.at === value.rank - 1 ? { rank: value.rank } : value;
};

/** One axis taken away or kept at size 1. */
function alongOne(step: Step): readonly number[] {
  return [int(step.node, 'axis', 0)];
}

/** What each operator does to a row of pixels. */
export const STEPS: ReadonlyMap<string, Follow> = new Map<string, Follow>([
  ...PIXELWISE.map(op => [op, pixelwise] as const),
  ['Conv', conv],
  ['ConvTranspose', convTranspose],
  ['MaxPool', pool],
  ['AveragePool', pool],
  ['Resize', resize],
  ['Upsample', resize],
  ['Concat', concat],
  ['Transpose', transpose],
  ['Pad', pad],
  ['Slice', slice],
  ['Squeeze', squeeze],
  ['Unsqueeze', unsqueeze],
  ['MatMul', matMul],
  ['Gemm', matMul],
  ['Flatten', flatten],
  ['Reshape', reshape],
  ['Tile', tile],
  ['InstanceNormalization', global(spatialAxes, 'size')],
  ['GlobalAveragePool', global(spatialAxes, 'one')],
  ['GlobalMaxPool', global(spatialAxes, 'one')],
  ['Softmax', global(step => [int(step.node, 'axis', -1)], 'size')],
  ['LogSoftmax', global(step => [int(step.node, 'axis', -1)], 'size')],
  ['ReduceMean', global(reducedAxes, 'maybe')],
  ['ReduceMax', global(reducedAxes, 'maybe')],
  ['ReduceMin', global(reducedAxes, 'maybe')],
  ['ReduceSum', global(reducedAxes, 'maybe')],
  ['ReduceL2', global(reducedAxes, 'maybe')],
  ['ArgMax', global(alongOne, 'maybe')]
]);
