import type { ActiveEdges } from './active';
import type { Edge, Join, Vertex } from './parts';
import { horizontal, isParallel, maximumPartner } from './parts';
import type { Rings } from './rings';
import type { SortedEdges } from './sorted';
import { crossEdges } from './winding';

interface Span {
  readonly isRightward: boolean;
  readonly from: number;
  readonly to: number;
}

/** Carries out the level edges of a line, which cross all that they pass. */
export class LevelEdges {
  /** Level edges that were drawn at this line: another one that lies on them may have to be joined. */
  private ghosts: Pick<Join, 'first' | 'x' | 'y'>[] = [];

  constructor(
    private readonly active: ActiveEdges,
    private readonly sorted: SortedEdges,
    private readonly rings: Rings
  ) {}

  forgetGhosts(): void {
    this.ghosts = [];
  }

  joinGhosts(vertex: Vertex, edge: Edge): void {
    for (const { first, x, y } of this.ghosts) {
      if (overlaps(first.x, x, edge.botX, edge.topX)) {
        this.rings.join(first, vertex, x, y);
      }
    }
  }

  processAll(): void {
    for (let edge = this.sorted.pop(); edge; edge = this.sorted.pop()) {
      this.process(edge);
    }
  }

  private process(start: Edge): void {
    const { active, rings } = this;
    let last = start;
    while (last.above?.dx === horizontal) {
      last = last.above;
    }
    const partner = last.above ? null : maximumPartner(last);
    let edge = start;
    let drawn: Vertex | null = null;
    for (;;) {
      const passed = this.pass(edge, edge === last ? partner : null, drawn);
      if (passed.isClosed) {
        return;
      }
      drawn = passed.drawn;
      if (edge.above?.dx !== horizontal) {
        break;
      }
      edge = active.goOn(edge);
      if (edge.ring >= 0) {
        rings.draw(edge, edge.botX, edge.botY);
      }
    }
    if (edge.ring >= 0 && !drawn) {
      this.noteDrawn(rings.end(edge), edge, edge.topX, edge.topY);
    }
    this.leave(edge);
  }

  /** Crosses every edge along one level edge; at the edge that ends with it both are closed. */
  private pass(
    edge: Edge,
    partner: Edge | null,
    before: Vertex | null
  ): { readonly drawn: Vertex | null; readonly isClosed: boolean } {
    const { active, rings } = this;
    const { isRightward, from, to } = spanOf(edge);
    let drawn = before;
    let other = isRightward ? edge.right : edge.left;
    while (other) {
      const isBeyond = isRightward ? other.curX > to : other.curX < from;
      if (isBeyond || (other.curX === edge.topX && edge.above && other.dx < edge.above.dx)) {
        break;
      }
      if (edge.ring >= 0) {
        drawn = rings.draw(edge, other.curX, other.curY);
        this.noteDrawn(drawn, edge, edge.botX, edge.botY);
      }
      if (other === partner) {
        if (edge.ring >= 0) {
          rings.close(edge, other, edge.topX, edge.topY, active.first);
        }
        active.remove(edge);
        active.remove(other);
        return { drawn, isClosed: true };
      }
      const [right, left] = isRightward ? [edge, other] : [other, edge];
      crossEdges(right, left, other.curX, edge.curY, rings, active.first);
      const next: Edge | null = isRightward ? other.right : other.left;
      active.swap(edge, other);
      other = next;
    }
    return { drawn, isClosed: false };
  }

  private noteDrawn(vertex: Vertex, edge: Edge, x: number, y: number): void {
    for (let other = this.sorted.first; other; other = other.sortedRight) {
      if (other.ring >= 0 && overlaps(edge.botX, edge.topX, other.botX, other.topX)) {
        this.rings.join(this.rings.end(other), vertex, other.topX, other.topY);
      }
    }
    this.ghosts.push({ first: vertex, x, y });
  }

  private leave(edge: Edge): void {
    const { active, rings } = this;
    if (!edge.above) {
      if (edge.ring >= 0) {
        rings.draw(edge, edge.topX, edge.topY);
      }
      active.remove(edge);
      return;
    }
    const vertex = edge.ring >= 0 ? rings.draw(edge, edge.topX, edge.topY) : null;
    const next = active.goOn(edge);
    const beside = vertex && [next.left, next.right].find(other => other && touches(next, other));
    if (beside) {
      rings.join(vertex, rings.draw(beside, next.botX, next.botY), next.topX, next.topY);
    }
  }
}

function touches(edge: Edge, other: Edge): boolean {
  return (
    other.curX === edge.botX &&
    other.curY === edge.botY &&
    other.ring >= 0 &&
    other.curY > other.topY &&
    isParallel(edge.topX, edge.topY, edge.botX, edge.botY, other.topX, other.topY, other.botX, other.botY)
  );
}

function spanOf({ botX, topX }: Edge): Span {
  return botX < topX ? { isRightward: true, from: botX, to: topX } : { isRightward: false, from: topX, to: botX };
}

function overlaps(a: number, b: number, c: number, d: number): boolean {
  return Math.min(a, b) < Math.max(c, d) && Math.min(c, d) < Math.max(a, b);
}
