import { ActiveEdges } from './active';
import type { Outline } from './bounds';
import { crossingsBelow } from './crossings';
import { LevelEdges } from './level';
import { sortLikeStd } from '../standardSort';
import type { Edge, Minimum, Vertex } from './parts';
import { horizontal, isParallel, maximumPartner, outside, SweepFailure, xAt } from './parts';
import { Rings } from './rings';
import { SortedEdges } from './sorted';
import { crossEdges, isContributing, setCounts } from './winding';
import { need } from '../../../tensor/lookup';

/**
 * Goes over two outlines from the bottom up and draws the rings of what they share, by non-zero winding numbers. After
 * Clipper 6.4.2 (Angus Johnson, Boost Software License 1.0), of which it takes each step in the same order, because the
 * area hangs on how crossings are rounded on the way; only what two closed polygons and their intersection need.
 */
export class Sweep {
  readonly rings = new Rings();
  private readonly active = new ActiveEdges();
  private readonly sorted = new SortedEdges();
  private readonly level = new LevelEdges(this.active, this.sorted, this.rings);
  private readonly minima: Minimum[];
  private next = 0;

  constructor(outlines: readonly Outline[]) {
    this.minima = outlines.flatMap(({ minima }) => minima);
    sortLikeStd(this.minima, ({ y }) => y);
    for (const { y, left, right } of this.minima) {
      this.active.addLine(y);
      begin(left, true);
      begin(right, false);
    }
  }

  /** Throws `SweepFailure` where rounding made it lose its way. */
  run(): Rings {
    const bottom = this.active.nextLine();
    if (bottom === undefined) {
      return this.rings;
    }
    this.addMinima(bottom);
    for (let y = this.active.nextLine(); y !== undefined; y = this.active.nextLine()) {
      this.level.processAll();
      this.level.forgetGhosts();
      this.crossBelow(y);
      this.reachTops(y);
      this.addMinima(y);
    }
    return this.rings;
  }

  private addMinima(y: number): void {
    while (this.next < this.minima.length && this.minima[this.next].y === y) {
      const { left, right } = this.minima[this.next];
      this.next++;
      this.addMinimum(left, right);
    }
  }

  private addMinimum(left: Edge, right: Edge): void {
    const { active, rings } = this;
    active.insert(left, null);
    active.insert(right, left);
    setCounts(left, need(active.first, 'edge on the line'));
    right.count = left.count;
    right.otherCount = left.otherCount;
    const vertex = isContributing(left) ? rings.open(left, right, left.botX, left.botY) : null;
    active.addLine(left.topY);
    if (right.dx === horizontal) {
      this.sorted.push(right);
      if (right.above) {
        active.addLine(right.above.topY);
      }
    } else {
      active.addLine(right.topY);
    }
    if (vertex) {
      this.joinAtMinimum(vertex, left, right);
    }
    if (left.right !== right) {
      this.joinRight(vertex, right);
      for (let edge = left.right; edge && edge !== right; edge = edge.right) {
        crossEdges(right, edge, left.curX, left.curY, rings, active.first);
      }
    }
  }

  private joinAtMinimum(vertex: Vertex, left: Edge, right: Edge): void {
    if (right.dx === horizontal) {
      this.level.joinGhosts(vertex, right);
    }
    const beside = left.left;
    if (
      left.ring >= 0 &&
      beside &&
      beside.curX === left.botX &&
      beside.ring >= 0 &&
      isParallel(beside.botX, beside.botY, beside.topX, beside.topY, left.curX, left.curY, left.topX, left.topY)
    ) {
      this.rings.join(vertex, this.rings.draw(beside, left.botX, left.botY), left.topX, left.topY);
    }
  }

  private joinRight(vertex: Vertex | null, right: Edge): void {
    const beside = right.left;
    if (
      right.ring >= 0 &&
      beside &&
      beside.ring >= 0 &&
      isParallel(beside.curX, beside.curY, beside.topX, beside.topY, right.curX, right.curY, right.topX, right.topY)
    ) {
      const second = this.rings.draw(beside, right.botX, right.botY);
      if (vertex) {
        this.rings.join(vertex, second, right.topX, right.topY);
      }
    }
  }

  private crossBelow(y: number): void {
    const { active, sorted, rings } = this;
    if (!active.first) {
      return;
    }
    const crossings = crossingsBelow(y, active, sorted);
    if (!crossings) {
      throw new SweepFailure();
    }
    for (const { one, other, x, y: at } of crossings) {
      crossEdges(one, other, x, at, rings, active.first);
      active.swap(one, other);
    }
    sorted.first = null;
  }

  private reachTops(y: number): void {
    const { active, rings } = this;
    let edge = active.first;
    while (edge) {
      if (this.endsHere(edge, y)) {
        const { left }: Edge = edge;
        this.end(edge);
        edge = left ? left.right : active.first;
        continue;
      }
      if (edge.topY === y && edge.above?.dx === horizontal) {
        edge = active.goOn(edge);
        if (edge.ring >= 0) {
          rings.draw(edge, edge.botX, edge.botY);
        }
        this.sorted.push(edge);
      } else {
        edge.curX = xAt(edge, y);
        edge.curY = y;
      }
      edge = edge.right;
    }
    this.level.processAll();
    for (edge = active.first; edge; edge = edge.right) {
      if (edge.topY === y && edge.above) {
        edge = this.goUp(edge);
      }
    }
  }

  /** A maximum, but not one that ends in a level edge. */
  private endsHere(edge: Edge, y: number): boolean {
    if (edge.topY !== y || edge.above) {
      return false;
    }
    const partner = partnerOf(edge);
    return partner?.dx !== horizontal;
  }

  private end(edge: Edge): void {
    const { active, rings } = this;
    const partner = partnerOf(edge);
    if (!partner) {
      if (edge.ring >= 0) {
        rings.draw(edge, edge.topX, edge.topY);
      }
      active.remove(edge);
      return;
    }
    while (edge.right && edge.right !== partner) {
      const next: Edge = edge.right;
      crossEdges(edge, next, edge.topX, edge.topY, rings, active.first);
      active.swap(edge, next);
    }
    if (edge.ring >= 0 && partner.ring >= 0) {
      rings.close(edge, partner, edge.topX, edge.topY, active.first);
    } else if (edge.ring !== outside || partner.ring !== outside) {
      throw new SweepFailure();
    }
    active.remove(edge);
    active.remove(partner);
  }

  private goUp(ending: Edge): Edge {
    const { active, rings } = this;
    const vertex = ending.ring >= 0 ? rings.draw(ending, ending.topX, ending.topY) : null;
    const edge = active.goOn(ending);
    if (vertex) {
      const beside = [edge.left, edge.right].find(other => other && this.touches(edge, other));
      if (beside) {
        rings.join(vertex, rings.draw(beside, edge.botX, edge.botY), edge.topX, edge.topY);
      }
    }
    return edge;
  }

  private touches(edge: Edge, other: Edge): boolean {
    return (
      other.curX === edge.botX &&
      other.curY === edge.botY &&
      other.ring >= 0 &&
      other.curY > other.topY &&
      isParallel(edge.curX, edge.curY, edge.topX, edge.topY, other.curX, other.curY, other.topX, other.topY)
    );
  }
}

function begin(edge: Edge, isLeft: boolean): void {
  edge.curX = edge.botX;
  edge.curY = edge.botY;
  edge.isLeft = isLeft;
  edge.ring = outside;
}

/** The edge that ends at the same maximum; nothing where the sweep has left it behind. */
function partnerOf(edge: Edge): Edge | null {
  const partner = maximumPartner(edge);
  return partner && partner.left === partner.right && partner.dx !== horizontal ? null : partner;
}
