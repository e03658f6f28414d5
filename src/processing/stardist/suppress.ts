import type { Candidates } from './candidates';
import { Neighbours } from './neighbours';
import type { Outline } from './overlap';
import { outlineOf, sharedArea } from './overlap';
import type { Polygons } from './polygons';
import { polygonsOf } from './polygons';
import type { Spans } from './spans';
import { sharedSpans, SpanReader } from './spans';

/**
 * Non-maximum suppression: each candidate in turn, if it is still there, takes those behind it away that share more than
 * `threshold` of the smaller one's area with it. Gives the positions of those that stay.
 */
export function suppress(candidates: Candidates, threshold: number): number[] {
  const polygons = polygonsOf(candidates);
  const overlaps = new Overlaps(polygons, Math.fround(threshold));
  const neighbours = new Neighbours(candidates, polygons);
  const kept: number[] = [];
  for (let i = 0; i < polygons.count; i++) {
    if (!neighbours.isGone(i)) {
      kept.push(i);
      overlaps.turnTo(i);
      neighbours.filter(i, j => overlaps.isAbove(j));
    }
  }
  return kept;
}

/**
 * Whether polygons share more than the limit with one of them. Clipper rounds crossings to whole numbers, and what it
 * makes of that cannot be had without doing as it does, edge by edge. But nearly all pairs are far from the limit, and
 * adding up spans of rows tells so in a small part of the time.
 */
class Overlaps {
  private readonly reader: SpanReader;
  private readonly spans: (Spans | undefined)[] = [];
  private current = 0;
  private outline: Outline | null | undefined;

  constructor(
    private readonly polygons: Polygons,
    private readonly limit: number
  ) {
    this.reader = new SpanReader(polygons);
  }

  turnTo(i: number): void {
    this.current = i;
    this.outline = undefined;
  }

  isAbove(j: number): boolean {
    const { areas } = this.polygons;
    const [one, other] = [this.spansOf(this.current), this.spansOf(j)];
    // The smaller area in float64, and a little more, so that nothing is divided by zero.
    const area = Math.min(areas[this.current] + 1e-10, areas[j] + 1e-10);
    const shared = sharedSpans(one, other);
    const doubt = margin(Math.min(one.perimeter, other.perimeter));
    const isClear = Math.abs(shared - this.limit * area) > doubt;
    return isClear ? shared > this.limit * area : Math.fround(this.exactly(j) / area) > this.limit;
  }

  private spansOf(i: number): Spans {
    return (this.spans[i] ??= this.reader.read(i));
  }

  private exactly(j: number): number {
    const { x, y, rays } = this.polygons;
    this.outline ??= outlineOf(x, y, this.current * rays, rays, false);
    const subject = this.outline && outlineOf(x, y, j * rays, rays, true);
    return this.outline && subject ? sharedArea(this.outline, subject) : 0;
  }
}

/**
 * How far Clipper's area may be from that of the spans, in pixels: each crossing is moved by less than a pixel, so that
 * it is less than the length of the border. Of 800,000 pairs, ragged ones mostly, none was further than 0.3 times that.
 */
function margin(perimeter: number): number {
  return perimeter + 2;
}
