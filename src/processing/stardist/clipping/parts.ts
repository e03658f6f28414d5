/**
 * What the sweep of `sweep.ts` moves about. Coordinates are whole numbers, y grows downwards, and the sweep goes up, so that
 * an edge's bottom has the larger y. Links are fields of the parts themselves: the sweep changes them at every step.
 */

/** `dx` of a horizontal edge. */
export const horizontal = -1e40;

/** An edge that no ring of the result holds. */
export const outside = -1;

/** One side of an input polygon. */
export class Edge {
  botX = 0;
  botY = 0;
  /** Where the edge is at the sweep's current line; before, its vertex as given. */
  curX: number;
  curY: number;
  topX = 0;
  topY = 0;
  /** Step in x for one step in y. */
  dx = 0;
  isSubject: boolean;
  /** Whether it is a left side of the ring that it draws. */
  isLeft = false;
  /** +1 or -1 by the polygon's direction there. */
  delta = 0;
  /** Winding number of its own polygon, and of the other one. */
  count = 0;
  otherCount = 0;
  /** The ring that it draws. */
  ring = outside;
  /** Neighbours in the polygon. */
  next: Edge = this;
  previous: Edge = this;
  /** The edge that goes on where this one ends, if it is not a maximum. */
  above: Edge | null = null;
  /** Neighbours among the edges that the current line meets, from left to right. */
  right: Edge | null = null;
  left: Edge | null = null;
  /** The same for a copy of that list, which is put into the order at the next line; also a stack of horizontals. */
  sortedRight: Edge | null = null;
  sortedLeft: Edge | null = null;

  constructor(x: number, y: number, isSubject: boolean) {
    this.curX = x;
    this.curY = y;
    this.isSubject = isSubject;
  }
}

/** Where two edges meet at their bottoms. */
export interface Minimum {
  readonly y: number;
  readonly left: Edge;
  readonly right: Edge;
}

/** A vertex of the result, in a ring of them. */
export class Vertex {
  next: Vertex = this;
  previous: Vertex = this;

  constructor(
    public x: number,
    public y: number,
    public ring: number
  ) {}
}

/** A polygon of the result, or a hole in one. */
export class Ring {
  isHole = false;
  /** The ring that lies to its left. */
  outer: Ring | null = null;
  /** Its leftmost vertex while it grows; nothing where it became part of another ring. */
  vertices: Vertex | null = null;
  bottom: Vertex | null = null;

  constructor(public index: number) {}

  /** Its leftmost vertex; throws `SweepFailure` where it became part of another ring. */
  get front(): Vertex {
    if (!this.vertices) {
      throw new SweepFailure();
    }
    return this.vertices;
  }
}

/** Two vertices on a line that two rings share: there they are joined, or one ring is split, at the end. */
export interface Join {
  first: Vertex;
  second: Vertex;
  readonly x: number;
  readonly y: number;
}

/** The sweep came to a state that it cannot go on from; the result is empty then. */
export class SweepFailure extends Error {}

/** Half away from zero, as C++ rounds by adding a half and cutting. */
export function round(value: number): number {
  return Math.trunc(value < 0 ? value - 0.5 : value + 0.5);
}

/** Where an edge is at the line y. */
export function xAt(edge: Edge, y: number): number {
  return y === edge.topY ? edge.topX : edge.botX + round(edge.dx * (y - edge.botY));
}

/** Whether the ways from a to b and from c to d have the same slope. */
export function isParallel(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number
): boolean {
  return (ay - by) * (cx - dx) === (ax - bx) * (cy - dy);
}

export function isSamePlace(a: Vertex, b: Vertex): boolean {
  return a.x === b.x && a.y === b.y;
}

/** The edge that ends at the same maximum, if that is one. */
export function maximumPartner({ next, previous, topX, topY }: Edge): Edge | null {
  if (next.topX === topX && next.topY === topY && !next.above) {
    return next;
  }
  return previous.topX === topX && previous.topY === topY && !previous.above ? previous : null;
}
