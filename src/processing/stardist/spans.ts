import type { Polygons } from './polygons';

/** What a polygon covers of the middle of each row of pixels, by non-zero winding numbers. */
export interface Spans {
  readonly top: number;
  /** For each row where its spans begin in `ends`; one more for the end of the last. */
  readonly starts: Int32Array;
  /** Left and right end of each span. Corners are whole numbers, so that the lengths add up to the area. */
  readonly ends: Float32Array;
  readonly perimeter: number;
}

/** Reads off spans of polygons; holds the memory for that. */
export class SpanReader {
  private firsts = new Int32Array(64);
  private filled = new Int32Array(64);
  private places = new Float64Array(256);
  private turns = new Int8Array(256);

  constructor(private readonly polygons: Polygons) {}

  read(i: number): Spans {
    const { bounds } = this.polygons;
    const top = bounds[4 * i + 1];
    const rows = bounds[4 * i + 3] - top;
    this.makeRoom(i, top, rows);
    const perimeter = this.cross(i, top);
    return { top, perimeter, ...this.join(rows) };
  }

  /** Counts the edges that cross each row. */
  private makeRoom(i: number, top: number, rows: number): void {
    if (this.firsts.length < rows + 2) {
      this.firsts = new Int32Array(2 * rows + 2);
      this.filled = new Int32Array(2 * rows + 2);
    }
    const { firsts, filled } = this;
    const { y, rays } = this.polygons;
    firsts.fill(0, 0, rows + 2);
    // The differences first: one more edge from here on, one less.
    const end = (i + 1) * rays;
    for (let corner = i * rays, before = y[end - 1]; corner < end; corner++) {
      const next = y[corner];
      firsts[(next < before ? next : before) - top + 1]++;
      firsts[(next < before ? before : next) - top + 1]--;
      before = next;
    }
    let edges = 0;
    for (let row = 1; row <= rows; row++) {
      edges += firsts[row];
      firsts[row] = firsts[row - 1] + edges;
      filled[row - 1] = firsts[row - 1];
    }
    if (this.places.length < firsts[rows]) {
      this.places = new Float64Array(2 * firsts[rows]);
      this.turns = new Int8Array(2 * firsts[rows]);
    }
  }

  /** Where the edges cross the rows, in order. Gives the length of all edges. */
  private cross(i: number, top: number): number {
    const { x, y, rays } = this.polygons;
    const end = (i + 1) * rays;
    let perimeter = 0;
    let [px, py] = [x[end - 1], y[end - 1]];
    for (let corner = i * rays; corner < end; corner++) {
      const [qx, qy] = [x[corner], y[corner]];
      perimeter += Math.sqrt((qx - px) * (qx - px) + (qy - py) * (qy - py));
      if (qy !== py) {
        const slope = (qx - px) / (qy - py);
        const turn = qy > py ? 1 : -1;
        const last = (turn > 0 ? qy : py) - top;
        for (let row = (turn > 0 ? py : qy) - top; row < last; row++) {
          this.insert(row, px + (row + top + 0.5 - py) * slope, turn);
        }
      }
      px = qx;
      py = qy;
    }
    return perimeter;
  }

  private insert(row: number, at: number, turn: number): void {
    const { firsts, filled, places, turns } = this;
    let place = filled[row]++;
    for (const first = firsts[row]; place > first && places[place - 1] > at; place--) {
      places[place] = places[place - 1];
      turns[place] = turns[place - 1];
    }
    places[place] = at;
    turns[place] = turn;
  }

  private join(rows: number): Pick<Spans, 'starts' | 'ends'> {
    const { firsts, places, turns } = this;
    const starts = new Int32Array(rows + 1);
    const ends = new Float32Array(firsts[rows]);
    let count = 0;
    for (let row = 0; row < rows; row++) {
      let winding = 0;
      for (let i = firsts[row]; i < firsts[row + 1]; i++) {
        const before = winding;
        winding += turns[i];
        if (before === 0 || winding === 0) {
          ends[count++] = places[i];
        }
      }
      starts[row + 1] = count;
    }
    return { starts, ends };
  }
}

/** Area that two polygons share, but for what crossings within a row make of it. */
export function sharedSpans(a: Spans, b: Spans): number {
  const top = Math.max(a.top, b.top);
  const bottom = Math.min(a.top + a.starts.length, b.top + b.starts.length) - 1;
  let shared = 0;
  for (let row = top; row < bottom; row++) {
    let i = a.starts[row - a.top];
    let j = b.starts[row - b.top];
    const iEnd = a.starts[row - a.top + 1];
    const jEnd = b.starts[row - b.top + 1];
    while (i < iEnd && j < jEnd) {
      const left = a.ends[i] > b.ends[j] ? a.ends[i] : b.ends[j];
      const isFirst = a.ends[i + 1] < b.ends[j + 1];
      const right = isFirst ? a.ends[i + 1] : b.ends[j + 1];
      shared += right > left ? right - left : 0;
      i += isFirst ? 2 : 0;
      j += isFirst ? 0 : 2;
    }
  }
  return shared;
}
