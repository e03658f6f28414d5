import type { Axis } from '../../spec/model';
import type { Change } from './change';
import { sameShape } from './target';
import type { View } from './view';
import { flip, overlap, reorder, whole } from './view';
import { listed, pixels } from './wording';

/** A tensor's elements in another order, and which part of the original they stand for. */
export interface Placement {
  readonly kind: 'flipped' | 'reordered' | 'shifted' | 'channels-reversed' | 'cropped';
  readonly data: Change['data'];
  readonly rank: number;
  /** Of the tensor that is placed anew. */
  readonly view: View;
  /** Of the tensor that it is compared with; all of it where absent. */
  readonly part?: View;
  /** Of a shift: pixels along each axis. */
  readonly by?: readonly number[];
}

/** The widest shift that is tried. */
const widest = 3;

/** Every other placement of a tensor of `shape` that fills `wanted`, the simplest first. */
export function placements(shape: readonly number[], axes: readonly Axis[], wanted: readonly number[]): Placement[] {
  const same = sameShape(shape, wanted);
  return [
    ...(same ? [...flips(shape, axes), ...reversedChannels(shape, axes)] : middle(shape, wanted)),
    ...reorders(shape, axes, wanted),
    ...(same ? shifts(shape, axes) : [])
  ];
}

function spatial(shape: readonly number[], axes: readonly Axis[]): number[] {
  return [...shape.keys()].filter(axis => axes[axis]?.type === 'space' && shape[axis] > 1);
}

/** Each set of spatial axes. */
function flips(shape: readonly number[], axes: readonly Axis[]): Placement[] {
  return subsets(spatial(shape, axes)).map(chosen => ({
    kind: 'flipped',
    data: { axes: listed(chosen.map(axis => axes[axis].id)) },
    rank: 2,
    view: flip(whole(shape), chosen)
  }));
}

/** The subsets of a few axes that are not empty. */
function subsets(axes: readonly number[]): number[][] {
  const all = axes.reduce<number[][]>((found, axis) => [...found, ...found.map(set => [...set, axis])], [[]]);
  return all.filter(set => set.length > 0).sort((one, other) => one.length - other.length);
}

function reversedChannels(shape: readonly number[], axes: readonly Axis[]): Placement[] {
  const channel = axes.findIndex(({ type }) => type === 'channel');
  return channel >= 0 && shape[channel] > 1
    ? [{ kind: 'channels-reversed', data: {}, rank: 2, view: flip(whole(shape), [channel]) }]
    : [];
}

/** Axes in another order, and turns by a right angle, which are an exchange of two spatial axes and a flip. */
function reorders(shape: readonly number[], axes: readonly Axis[], wanted: readonly number[]): Placement[] {
  if (shape.length !== wanted.length || shape.length > 5) {
    return [];
  }
  // An axis of length 1 can be put anywhere without changing anything.
  const signature = (order: readonly number[]) => order.filter(axis => shape[axis] > 1).join();
  const plain = signature([...shape.keys()]);
  const seen = new Set([plain]);
  return permutations([...shape.keys()]).flatMap(order => {
    const key = signature(order);
    const view = reorder(whole(shape), order);
    if (!sameShape(view.shape, wanted) || (seen.has(key) && (key !== plain || sameShape(shape, wanted)))) {
      return [];
    }
    seen.add(key);
    const data = { axes: listed(axes.map(axis => axis.id)), order: listed(order.map(axis => axes[axis].id)) };
    const exchanged: Placement = { kind: 'reordered', data, rank: 2, view };
    const turnable = spatial(shape, axes).filter(axis => order[axis] !== axis);
    return [exchanged, ...(turnable.length === 2 ? turnable.map(axis => turned(exchanged, axis, axes)) : [])];
  });
}

function turned({ view, data }: Placement, axis: number, axes: readonly Axis[]): Placement {
  return {
    kind: 'reordered',
    data: { ...data, order: `${data.order}, with ${axes[axis].id} flipped` },
    rank: 3,
    view: flip(view, [axis])
  };
}

function permutations(items: readonly number[]): number[][] {
  return items.length < 2
    ? [[...items]]
    : items.flatMap((first, at) =>
        permutations(items.filter((_, other) => other !== at)).map(rest => [first, ...rest])
      );
}

/** Up to three pixels along one or two spatial axes. */
function shifts(shape: readonly number[], axes: readonly Axis[]): Placement[] {
  const along = spatial(shape, axes);
  const steps = Array.from({ length: 2 * widest + 1 }, (_, index) => index - widest);
  const singles = along.flatMap(axis => steps.map(step => new Map([[axis, step]])));
  const doubles = along.flatMap((one, index) =>
    along.slice(index + 1).flatMap(two =>
      pairsOf(steps).map(
        ([a, b]) =>
          new Map([
            [one, a],
            [two, b]
          ])
      )
    )
  );
  return [...singles, ...doubles].flatMap(moves => {
    const by = shape.map((_, axis) => moves.get(axis) ?? 0);
    const parts = overlap(shape, by);
    const words = [...moves].map(
      ([axis, step]) => `${pixels(Math.abs(step))} ${step < 0 ? 'back' : 'on'} along ${axes[axis].id}`
    );
    return parts && ![...moves.values()].includes(0)
      ? {
          kind: 'shifted',
          data: { by: listed(words) },
          rank: 1 + moves.size,
          view: parts.original,
          part: parts.moved,
          by
        }
      : [];
  });
}

function pairsOf(steps: readonly number[]): (readonly [number, number])[] {
  return steps.flatMap(a => steps.map(b => [a, b] as const));
}

/** The middle of a larger tensor, as left where a border was cut off. */
function middle(shape: readonly number[], wanted: readonly number[]): Placement[] {
  const fits = shape.length === wanted.length && shape.every((length, axis) => wanted[axis] <= length);
  if (!fits) {
    return [];
  }
  const start = shape.map((length, axis) => Math.floor((length - wanted[axis]) / 2));
  const view = whole(shape);
  const offset = start.reduce((sum, at, axis) => sum + at * view.strides[axis], 0);
  const data = { border: listed([...new Set(start.filter(at => at > 0))].map(pixels)) };
  return [{ kind: 'cropped', data, rank: 2, view: { shape: wanted, strides: view.strides, offset } }];
}
