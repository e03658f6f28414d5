import type { Plane } from '../plane/plane';

/** More values than this change no histogram that one can see. */
const enough = 262_144;

/** The values of a picture; of a large one those of evenly chosen rows. */
export function sampledPlane({ width, height, read }: Plane): Float64Array {
  const rows = Math.max(1, Math.min(height, Math.floor(enough / width)));
  const values = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    read(Math.floor((row * height) / rows), 0, width, values.subarray(row * width));
  }
  return values;
}
