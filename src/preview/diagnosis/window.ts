import type { TensorDescription } from '../../spec/model';
import { toNumbers } from '../../tensor/cast';
import { crop } from '../../tensor/transpose';
import type { Tensor } from '../../tensor/tensor';

/** A part of the image, by spatial axis. */
export type Window = ReadonlyMap<string, Span>;

interface Span {
  readonly start: number;
  readonly size: number;
  /** Of the whole image. */
  readonly of: number;
}

/** Networks halve an image five times at most, so that a window which begins here is halved at the same pixels. */
const grid = 32;

/** A window must be so many times smaller than the image to be worth the trouble. */
const leastGain = 3;

/** So many places are looked at: the search must not begin with a long one. */
const mostPlaces = 100;

/** At the border of the image a window loses nothing to what is missing beyond its own border. */
const borderGain = 1.7;

/** The window of `edge` pixels where most is to be seen; nothing where the image is hardly larger. */
export function busiestWindow(tensor: Tensor, { axes }: TensorDescription, edge: number): Window | undefined {
  const spatial = axes.flatMap(({ type, id }, axis) => (type === 'space' ? [{ id, of: tensor.shape[axis] }] : []));
  const sizes = spatial.map(({ of }) => Math.min(of, edge));
  const gain = spatial.reduce((product, { of }, at) => (product * of) / sizes[at], 1);
  if (gain < leastGain) {
    return undefined;
  }
  const most = Math.floor(mostPlaces ** (1 / spatial.length)) - 1;
  const places = spatial.reduce<Span[][]>(
    (found, { of }, at) =>
      found.flatMap(spans => starts(of, sizes[at], most).map(start => [...spans, { start, size: sizes[at], of }])),
    [[]]
  );
  let best: { window: Window; score: number } | undefined;
  for (const spans of places) {
    const window: Window = new Map(spatial.map(({ id }, at) => [id, spans[at]]));
    const touching = spans.filter(({ start, size, of }) => start === 0 || start + size === of).length;
    const score = variation(cut(tensor, axes, window)) * borderGain ** touching;
    best = best && best.score >= score ? best : { window, score };
  }
  return best?.window;
}

/** From the first to the last, and at most so many before the last. */
function starts(of: number, size: number, most: number): number[] {
  const last = of - size;
  const inner = Array.from({ length: Math.ceil(last / grid) }, (_, at) => at * grid);
  const stride = Math.ceil(inner.length / most);
  return [...inner.filter((_, at) => at % stride === 0), last];
}

/** The window's part of a tensor. */
export function cut(tensor: Tensor, axes: TensorDescription['axes'], window: Window): Tensor {
  const spans = axes.map(({ id }, axis) => window.get(id) ?? { start: 0, size: tensor.shape[axis] });
  return crop(
    tensor,
    spans.map(({ start }) => start),
    spans.map(({ size }) => size)
  );
}

/** The window without a margin on the sides where the image goes on; nothing where too little is left. */
export function inside(window: Window, margin: number): Window | undefined {
  const spans = [...window].map(([id, { start, size, of }]): [string, Span] => {
    const before = start === 0 ? 0 : margin;
    const after = start + size === of ? 0 : margin;
    return [id, { start: start + before, size: size - before - after, of }];
  });
  return spans.every(([, { size, of }]) => size >= Math.min(of, fewest)) ? new Map(spans) : undefined;
}

/** Of fewer pixels along an axis little can be told. */
const fewest = 20;

/** Sum of the squared distances from the mean. */
function variation(tensor: Tensor): number {
  const values = toNumbers(tensor);
  const origin = Number(values[0]);
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const centred = values[i] - origin;
    sum += centred;
    squares += centred * centred;
  }
  return squares - (sum * sum) / values.length;
}
