import type { OutputView } from '../../preview/report';
import { diverging, grey } from './colours';
import { inputContrast, sharedContrast, type Contrast } from './contrast';
import { differenceOf, differenceScale, type DifferenceScale } from './difference';
import type { PictureModel } from './models';
import { countNotFinite, planeOf, valueAt, type Plane, type Position } from './plane';
import { samePlace, type Point } from './camera';

/** Contrasts belong to whole tensors, so that they stay while one moves through channels and slices. */
export interface Contrasts {
  readonly input: Contrast;
  readonly output: Contrast;
}

export function contrastsOf({ input, expected, reproduced }: OutputView): Contrasts {
  return { input: inputContrast(input.tensor), output: sharedContrast(expected.tensor, reproduced?.tensor) };
}

export interface Pictures {
  readonly input: PictureModel;
  readonly expected: PictureModel;
  /** Null where the network did not run. */
  readonly reproduced: PictureModel | null;
  /** Null where there is nothing to compare, or the sizes differ. */
  readonly difference: PictureModel | null;
  readonly scale: DifferenceScale | null;
}

/** The four pictures of one output at one position along its other axes. */
export function picturesOf(view: OutputView, contrasts: Contrasts, position: Position, magnify: boolean): Pictures {
  const expected = planeOf(view.expected, position);
  const reproduced = view.reproduced ? planeOf(view.reproduced, position) : null;
  const difference = reproduced && differenceOf(expected, reproduced);
  const scale = difference && differenceScale(difference, contrasts.output, magnify);
  const output = (name: 'expected' | 'reproduced', plane: Plane): PictureModel => ({
    name,
    plane,
    contrast: contrasts.output,
    map: grey,
    unit: view[name]?.unit
  });
  return {
    input: {
      name: 'input',
      plane: planeOf(view.input, position),
      contrast: contrasts.input,
      map: grey,
      unit: view.input.unit
    },
    expected: output('expected', expected),
    reproduced: reproduced && output('reproduced', reproduced),
    difference:
      difference && scale
        ? { name: 'difference', plane: difference, contrast: { low: -scale.limit, high: scale.limit }, map: diverging }
        : null,
    scale
  };
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
