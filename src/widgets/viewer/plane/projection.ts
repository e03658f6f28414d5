import type { ViewTensor } from '../../../preview/report/report';
import { arrayOf, isBig } from '../../../tensor/dtype';
import { isDepth, planeOf, type Position, type SliderAxis } from './axes';
import { planeFrom, type Plane, type Shrink } from './plane';

/** The largest value along the depth at each place; what is not a number does not count where there are numbers. */
export function projectionOf(
  view: ViewTensor,
  position: Position,
  sliders: readonly SliderAxis[],
  shrink?: Shrink
): Plane {
  const depth = sliders.find(isDepth);
  const first = planeOf(view, position, sliders, shrink);
  if (!depth) {
    return first;
  }
  const { dtype } = view.tensor;
  const { width, height } = first;
  const values = arrayOf(isBig(dtype) ? 'float64' : dtype, width * height) as Float64Array;
  const row = new Float64Array(width);
  for (let z = 0; z < depth.size; z++) {
    const plane = planeOf(view, { ...position, [depth.id]: z }, sliders);
    for (let y = 0; y < height; y++) {
      plane.read(y, 0, width, row);
      const start = y * width;
      for (let x = 0; x < width; x++) {
        const before = values[start + x];
        values[start + x] = z === 0 || row[x] > before || before !== before ? row[x] : before;
      }
    }
  }
  return planeFrom(values, width, height, shrink);
}
