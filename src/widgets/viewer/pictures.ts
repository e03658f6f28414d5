import type { OutputView } from '../../preview/report/report';
import { formatShape } from '../../tensor/create';
import type { Tensor } from '../../tensor/tensor';
import { diverging, grey } from './colours';
import { inputContrast, sharedContrast, type Contrast } from './contrast';
import { differenceOf, differenceScale, type DifferenceScale } from './difference';
import type { Painting, PictureModel } from './models';
import { objectColour } from '../../tensor/labels';
import { differenceColour, foundColour, numbersIn, objectDifference, objectsOf, type Objects } from './objects/objects';
import {
  countNotFinite,
  isDepth,
  planeOf,
  sliderAxes,
  startOf,
  valueAt,
  type Plane,
  type Position,
  type SliderAxis
} from './plane';
import { samePlace, type Point } from './camera';

/** What belongs to whole tensors, so that it stays while one moves through channels and slices. */
export interface Whole {
  readonly input: Contrast;
  readonly output: Contrast;
  /** Null where the output does not number objects. */
  readonly objects: Objects | null;
  /** Null where both have the same shape, or there is one only. */
  readonly otherShapes: OtherShapes | null;
  readonly sliders: readonly SliderAxis[];
  /** Where the sliders stand at first. */
  readonly start: Position;
}

/** Expected and reproduced output cannot be compared point by point. */
interface OtherShapes {
  readonly expected: string;
  readonly reproduced: string;
}

export function wholeOf(view: OutputView): Whole {
  const { input, expected, reproduced } = view;
  const sliders = sliderAxes([input, expected, ...(reproduced ? [reproduced] : [])]);
  return {
    input: inputContrast(input.tensor),
    output: sharedContrast(expected.tensor, reproduced?.tensor),
    objects: objectsOf(view),
    otherShapes: reproduced ? otherShapes(expected.tensor, reproduced.tensor) : null,
    sliders,
    start: startOf(sliders)
  };
}

function otherShapes(expected: Tensor, reproduced: Tensor): OtherShapes | null {
  const shapes = { expected: formatShape(expected.shape), reproduced: formatShape(reproduced.shape) };
  return shapes.expected === shapes.reproduced ? null : shapes;
}

export interface Pictures {
  readonly input: PictureModel;
  readonly expected: PictureModel;
  /** Null where the network did not run. */
  readonly reproduced: PictureModel | null;
  /** Null where there is nothing to compare, or the sizes differ. */
  readonly difference: PictureModel | null;
  /** Null where there is no difference, or it shows objects. */
  readonly scale: DifferenceScale | null;
  readonly objects: Objects | null;
  readonly otherShapes: OtherShapes | null;
}

/** The four pictures of one output at one position along its other axes. */
export function picturesOf(view: OutputView, whole: Whole, position: Position, magnify: boolean): Pictures {
  const { objects, sliders } = whole;
  const expected = planeOf(view.expected, position, sliders);
  const reproduced = view.reproduced ? planeOf(view.reproduced, position, sliders) : null;
  const input: PictureModel = {
    name: 'input',
    plane: planeOf(view.input, position, sliders),
    painting: { kind: 'scale', contrast: whole.input, map: grey },
    unit: view.input.unit
  };
  const output = (name: 'expected' | 'reproduced', plane: Plane): PictureModel => ({
    name,
    plane,
    painting: outputPainting(name, plane, whole),
    unit: view[name]?.unit
  });
  return {
    input,
    expected: output('expected', expected),
    reproduced: reproduced && output('reproduced', reproduced),
    objects,
    otherShapes: whole.otherShapes,
    ...(objects ? objectsDiffer(expected, reproduced, objects) : valuesDiffer(expected, reproduced, whole, magnify))
  };
}

function outputPainting(name: 'expected' | 'reproduced', plane: Plane, { objects, output, sliders }: Whole): Painting {
  if (!objects) {
    return { kind: 'scale', contrast: output, map: grey };
  }
  const colourOf = name === 'expected' ? objectColour : foundColour(objects.match);
  const here = sliders.some(isDepth) ? { here: numbersIn(plane.values).size } : {};
  return { kind: 'objects', colourOf, count: objects[name], ...here };
}

type Difference = Pick<Pictures, 'difference' | 'scale'>;

function objectsDiffer(expected: Plane, reproduced: Plane | null, { match }: Objects): Difference {
  if (!reproduced || !match) {
    return { difference: null, scale: null };
  }
  const { missing, extra, differing } = match.labels;
  const painting: Painting = { kind: 'objects', colourOf: differenceColour, count: missing + extra + differing };
  const plane = objectDifference(expected, reproduced, match);
  return { difference: { name: 'difference', plane, painting }, scale: null };
}

function valuesDiffer(
  expected: Plane,
  reproduced: Plane | null,
  { output, otherShapes }: Whole,
  magnify: boolean
): Difference {
  const plane = reproduced && !otherShapes ? differenceOf(expected, reproduced) : null;
  if (!plane) {
    return { difference: null, scale: null };
  }
  const scale = differenceScale(plane, output, magnify);
  const contrast = { low: -scale.limit, high: scale.limit };
  return { difference: { name: 'difference', plane, painting: { kind: 'scale', contrast, map: diverging } }, scale };
}

/** Pixels of the expected and reproduced pictures that are NaN or infinite, counted apart. */
export function notFiniteCounts(pictures: Pictures): { expected: number; reproduced: number } {
  return {
    expected: countNotFinite(pictures.expected.plane),
    reproduced: pictures.reproduced ? countNotFinite(pictures.reproduced.plane) : 0
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
