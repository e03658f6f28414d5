import type { OutputView, ViewTensor } from '../../preview/report/report';
import { differenceOf, largestOf, type Largest } from './difference/difference';
import { objectDifference } from './objects/objects';
import { planeOf, type Position } from './plane/axes';
import type { Plane, Shrink } from './plane/plane';
import { projectionOf } from './plane/projection';
import type { Whole } from './whole';

/** The values of the four pictures, whatever their colours. */
export interface Planes {
  readonly input: Plane;
  readonly expected: Plane;
  readonly reproduced: Plane | null;
  readonly difference: Plane | null;
  /** One channel of a tensor at the same place; kept, so that other colours cost nothing. */
  channel(name: 'input' | 'expected' | 'reproduced', axis: string, at: number): Plane;
  /** Of the differences in this plane; null where there is no difference, and where objects differ. */
  readonly largest: Largest | null;
}

export function planesOf(
  view: OutputView,
  { sliders, objects, otherShapes }: Whole,
  position: Position,
  projected: boolean
): Planes {
  const cut = (tensor: ViewTensor, shrink?: Shrink): Plane =>
    (projected ? projectionOf : planeOf)(tensor, position, sliders, shrink);
  const kind = objects ? 'one' : 'mean';
  const expected = cut(view.expected, kind);
  const reproduced = view.reproduced ? cut(view.reproduced, kind) : null;
  const comparable = reproduced && (objects ? objects.match : !otherShapes);
  const difference = !comparable
    ? null
    : objects?.match
      ? objectDifference(expected, reproduced, objects.match)
      : differenceOf(expected, reproduced);
  const largest = difference && !objects ? largestOf(difference) : null;
  const kept = new Map<string, Plane>();
  const channel: Planes['channel'] = (name, axis, at) => {
    const key = `${name} ${at}`;
    const place = { ...position, [axis]: at };
    const plane = kept.get(key) ?? (projected ? projectionOf : planeOf)(view[name] ?? view.expected, place, sliders);
    kept.set(key, plane);
    return plane;
  };
  return { channel, input: cut(view.input), expected, reproduced, difference, largest };
}
