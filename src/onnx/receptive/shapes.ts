import { fails, numbersOf, traced, UnknownExtent } from '../trace';
import type { Follow } from '../trace';
import { int, ints } from './window';

// Operators that move, cut or rename axes and compute nothing.

export const transpose: Follow = step => {
  const value = traced(step);
  const perm = ints(step.node, 'perm') ?? Array.from({ length: value.rank }, (_, at) => value.rank - 1 - at);
  return value.line ? { ...value, at: perm.indexOf(value.at) } : value;
};

export const slice: Follow = step => {
  const value = traced(step);
  if (!value.line) {
    return value;
  }
  const [starts, ends] = [1, 2].map(input => numbersOf(step, input));
  if (!starts || !ends) {
    throw new UnknownExtent('Slice');
  }
  const axes = (numbersOf(step, 3) ?? starts.map((_, at) => at)).map(axis => (axis < 0 ? axis + value.rank : axis));
  const index = axes.indexOf(value.at);
  const stride = numbersOf(step, 4)?.[index] ?? 1;
  if (index < 0) {
    return value;
  }
  if (stride < 1) {
    throw new UnknownExtent('Slice');
  }
  const { length } = value.line;
  const place = (position: number) => Math.min(Math.max(position < 0 ? position + length : position, 0), length);
  const start = place(starts[index]);
  const count = Math.ceil((place(ends[index]) - start) / stride);
  return count < 1 ? fails() : { ...value, line: value.line.map(count, at => [start + at * stride]) };
};

export const squeeze: Follow = step => {
  const value = traced(step);
  const axes = (ints(step.node, 'axes') ?? numbersOf(step, 1))?.map(axis => (axis < 0 ? axis + value.rank : axis));
  if (!value.line) {
    return value;
  }
  if (!axes || axes.includes(value.at)) {
    throw new UnknownExtent('Squeeze');
  }
  const rank = value.rank - axes.length;
  return { ...value, rank, at: value.at - axes.filter(axis => axis < value.at).length };
};

export const unsqueeze: Follow = step => {
  const value = traced(step);
  const axes = ints(step.node, 'axes') ?? numbersOf(step, 1);
  if (!value.line) {
    return value;
  }
  if (!axes) {
    throw new UnknownExtent('Unsqueeze');
  }
  const rank = value.rank + axes.length;
  const added = new Set(axes.map(axis => (axis < 0 ? axis + rank : axis)));
  const kept = Array.from({ length: rank }, (_, at) => at).filter(at => !added.has(at));
  return { ...value, rank, at: kept[value.at] };
};

/** Everything behind the first axes becomes one axis: what depended on a pixel there depends on all. */
export const flatten: Follow = step => {
  const value = traced(step);
  const kept = int(step.node, 'axis', 1) === 1 && value.at === 0;
  return kept ? { ...value, rank: 2 } : { rank: 2 };
};

/** An axis that is copied keeps its place; one that is put together with others is gone. */
export const reshape: Follow = step => {
  const value = traced(step);
  const shape = numbersOf(step, 1);
  if (!shape) {
    if (value.line) {
      throw new UnknownExtent('Reshape');
    }
    return value;
  }
  const copied = value.line && shape[value.at] === 0;
  return copied ? { ...value, rank: shape.length } : { rank: shape.length };
};

export const tile: Follow = step => {
  const value = traced(step);
  const repeats = value.line && numbersOf(step, 1);
  if (!value.line) {
    return value;
  }
  if (!repeats) {
    throw new UnknownExtent('Tile');
  }
  const { length } = value.line;
  return { ...value, line: value.line.map(length * repeats[value.at], at => [at % length]) };
};
