import type { Candidates } from './candidates';
import { Neighbours } from './neighbours';
import { outlineOf, sharedArea } from './overlap';
import type { Polygons } from './polygons';
import { polygonsOf } from './polygons';

/**
 * Non-maximum suppression: each candidate in turn, if it is still there, takes those behind it away that share more than
 * `threshold` of the smaller one's area with it. Gives the positions of those that stay.
 */
export function suppress(candidates: Candidates, threshold: number): number[] {
  const polygons = polygonsOf(candidates);
  const limit = Math.fround(threshold);
  const neighbours = new Neighbours(candidates, polygons);
  const kept: number[] = [];
  for (let i = 0; i < polygons.count; i++) {
    if (neighbours.isGone(i)) {
      continue;
    }
    kept.push(i);
    neighbours.filter(i, overlapsMore(polygons, i, limit));
  }
  return kept;
}

/** Whether another polygon shares more than the limit with the polygon `i`. */
function overlapsMore(polygons: Polygons, i: number, limit: number): (j: number) => boolean {
  const { x, y, rays, areas } = polygons;
  const clip = outlineOf(x, y, i * rays, rays, false);
  return j => {
    const subject = clip && outlineOf(x, y, j * rays, rays, true);
    const shared = clip && subject ? sharedArea(clip, subject) : 0;
    // The smaller area in float64, and a little more, so that nothing is divided by zero.
    return Math.fround(shared / Math.min(areas[i] + 1e-10, areas[j] + 1e-10)) > limit;
  };
}
