import type { Candidates } from './candidates';
import type { Polygons } from './polygons';

const cellSize = 32;

/** Candidates by where they are, so that each is compared with those near it only. */
export class Neighbours {
  private readonly gone: Uint8Array;
  private readonly cells = new Map<number, Cell>();
  private readonly columns: number;
  private readonly longest: number;

  constructor(
    private readonly candidates: Candidates,
    private readonly polygons: Polygons
  ) {
    const { count, x, y } = candidates;
    this.gone = new Uint8Array(count);
    this.longest = polygons.radii.reduce((longest, radius) => Math.max(longest, radius), 0);
    this.columns = Math.floor(x.reduce((largest, value) => Math.max(largest, value), 0) / cellSize) + 1;
    for (let i = 0; i < count; i++) {
      const key = Math.floor(y[i] / cellSize) * this.columns + Math.floor(x[i] / cellSize);
      const cell = this.cells.get(key) ?? new Cell();
      cell.add(i, polygons.bounds);
      this.cells.set(key, cell);
    }
  }

  isGone(i: number): boolean {
    return this.gone[i] === 1;
  }

  /** Takes away candidates behind `i` near it that `isTaken` names. */
  filter(i: number, isTaken: (j: number) => boolean): void {
    const { bounds, radii } = this.polygons;
    const { x, y } = this.candidates;
    // stardist looks no further than this, in float32; corners that were cut may still overlap beyond.
    const reach = Math.fround(this.longest + radii[i]);
    const limit = Math.fround(reach * reach);
    const isNear = (j: number) => (x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2 < limit;
    for (const cell of this.cells.values()) {
      if (!cell.touches(bounds, i)) {
        continue;
      }
      cell.keep(j => {
        if (j <= i || this.gone[j] === 1) {
          return false;
        }
        const isHit = touch(bounds, 4 * i, bounds, 4 * j) && isNear(j) && isTaken(j);
        this.gone[j] = isHit ? 1 : 0;
        return !isHit;
      });
    }
  }
}

/** Candidates in one square of the image, and the bounds of all of them. */
class Cell {
  private members: number[] = [];
  private readonly bounds = Int32Array.of(2 ** 31 - 1, 2 ** 31 - 1, -(2 ** 31), -(2 ** 31));

  add(i: number, bounds: Int32Array): void {
    this.members.push(i);
    const own = this.bounds;
    own[0] = Math.min(own[0], bounds[4 * i]);
    own[1] = Math.min(own[1], bounds[4 * i + 1]);
    own[2] = Math.max(own[2], bounds[4 * i + 2]);
    own[3] = Math.max(own[3], bounds[4 * i + 3]);
  }

  touches(bounds: Int32Array, i: number): boolean {
    return touch(bounds, 4 * i, this.bounds, 0);
  }

  keep(isKept: (member: number) => boolean): void {
    this.members = this.members.filter(isKept);
  }
}

function touch(a: Int32Array, i: number, b: Int32Array, j: number): boolean {
  return a[i] <= b[j + 2] && b[j] <= a[i + 2] && a[i + 1] <= b[j + 3] && b[j + 1] <= a[i + 3];
}
