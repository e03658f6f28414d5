import type { OutputView } from '../../preview/report/report';
import { samePlace, type Point } from './camera/camera';
import { differenceScale, type DifferenceScale, type Largest } from './difference/difference';
import { plainLooks, type Looks } from './looks';
import type { PictureModel } from './models';
import type { Objects } from './objects/objects';
import { differencePainting, inputModel, outputModel } from './paintings';
import type { Position } from './plane/axes';
import { countNotFinite, valueAt, type Plane } from './plane/plane';
import { planesOf, type Planes } from './planes';
import type { OtherShapes, Whole } from './whole';

export interface Pictures {
  readonly input: PictureModel;
  readonly expected: PictureModel;
  /** Null where the network did not run. */
  readonly reproduced: PictureModel | null;
  /** Null where there is nothing to compare, or the sizes differ. */
  readonly difference: PictureModel | null;
  /** Null where there is no difference, or it shows objects. */
  readonly scale: DifferenceScale | null;
  /** Where the largest difference of this plane is; null where `scale` is. */
  readonly largest: Largest | null;
  readonly objects: Objects | null;
  readonly otherShapes: OtherShapes | null;
}

/** The four pictures of one output at one position along its other axes, as they are to look. */
export function picturesOf(
  view: OutputView,
  whole: Whole,
  position: Position,
  magnify: boolean,
  looks: Looks = plainLooks,
  planes: Planes = planesOf(view, whole, position, looks.projected)
): Pictures {
  const input = inputModel(view, whole, planes, position, looks);
  const { largest } = planes;
  const scale = largest && differenceScale(largest.size, whole.output, magnify, looks.limit);
  const difference = planes.difference && {
    name: 'difference' as const,
    plane: planes.difference,
    painting: differencePainting(whole.objects, scale)
  };
  return {
    input,
    expected: outputModel('expected', view, whole, planes, position, looks, input),
    reproduced: planes.reproduced && outputModel('reproduced', view, whole, planes, position, looks, input),
    difference,
    scale,
    largest,
    objects: whole.objects,
    otherShapes: whole.otherShapes
  };
}

/** Pixels of the expected and reproduced pictures that are NaN or infinite, counted apart. */
export function notFiniteCounts({ expected, reproduced }: Pictures): { expected: number; reproduced: number } {
  return {
    expected: countNotFinite(expected.plane),
    reproduced: reproduced ? countNotFinite(reproduced.plane) : 0
  };
}

/** A picture's value at a pixel of the expected picture; the same place where the sizes differ. */
export function reading(picture: PictureModel | null, expected: Plane, pixel: Point): number | undefined {
  if (!picture) {
    return undefined;
  }
  const { x, y } = samePlace(pixel, expected, picture.plane);
  return valueAt(picture.plane, y, x);
}
