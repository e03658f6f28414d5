import type { OutputView } from '../../preview/report/report';
import { formatShape } from '../../tensor/create';
import type { Tensor } from '../../tensor/tensor';
import { inputContrast, sharedContrast, type Contrast } from './contrast/contrast';
import { objectsOf, type Objects } from './objects/objects';
import { sliderAxes, startOf, type Position, type SliderAxis } from './plane/axes';

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
export interface OtherShapes {
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
