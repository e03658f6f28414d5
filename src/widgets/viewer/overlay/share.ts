import { eachRow, type Plane } from '../plane/plane';

/** The part of a picture's pixels (0..1) that a threshold keeps, the threshold itself included. */
export function shareAbove(plane: Plane, threshold: number): number {
  let count = 0;
  eachRow(plane, values => {
    for (let x = 0; x < values.length; x++) {
      count += values[x] >= threshold ? 1 : 0;
    }
  });
  return count / (plane.width * plane.height);
}
