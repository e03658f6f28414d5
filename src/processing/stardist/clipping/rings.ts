import type { Edge, Join } from './parts';
import { isParallel, outside, Ring, Vertex, xAt } from './parts';
import { bottomOf, isFirstBottom, reverse } from './vertices';

/** The result as it grows: rings of vertices at whose ends the sweep's edges draw. */
export class Rings {
  readonly list: Ring[] = [];
  readonly joins: Join[] = [];

  create(): Ring {
    const ring = new Ring(this.list.length);
    this.list.push(ring);
    return ring;
  }

  /** The ring that one became part of, itself where it did not. */
  current(index: number): Ring {
    let ring = this.list[index];
    while (ring !== this.list[ring.index]) {
      ring = this.list[ring.index];
    }
    return ring;
  }

  join(first: Vertex, second: Vertex, x: number, y: number): void {
    this.joins.push({ first, second, x, y });
  }

  /** Draws the edge's ring up to a place; begins one where the edge has none. */
  draw(edge: Edge, x: number, y: number): Vertex {
    if (edge.ring < 0) {
      return this.begin(edge, x, y);
    }
    const ring = this.list[edge.ring];
    const front = ring.front;
    const end = edge.isLeft ? front : front.previous;
    if (end.x === x && end.y === y) {
      return end;
    }
    const vertex = new Vertex(x, y, ring.index);
    vertex.next = front;
    vertex.previous = front.previous;
    vertex.previous.next = vertex;
    front.previous = vertex;
    ring.vertices = edge.isLeft ? vertex : front;
    return vertex;
  }

  /** The vertex that the edge's ring has reached. */
  end(edge: Edge): Vertex {
    const front = this.list[edge.ring].front;
    return edge.isLeft ? front : front.previous;
  }

  private begin(edge: Edge, x: number, y: number): Vertex {
    const ring = this.create();
    const vertex = new Vertex(x, y, ring.index);
    ring.vertices = vertex;
    this.setOuter(edge, ring);
    edge.ring = ring.index;
    return vertex;
  }

  /** A ring is a hole where the ring to its left, if that is still open there, is none. */
  private setOuter(edge: Edge, ring: Ring): void {
    let open: Edge | null = null;
    for (let other = edge.left; other; other = other.left) {
      if (other.ring >= 0) {
        open = open === null ? other : open.ring === other.ring ? null : open;
      }
    }
    ring.outer = open && this.list[open.ring];
    ring.isHole = ring.outer !== null && !ring.outer.isHole;
  }

  /** Two edges begin a ring where they meet. */
  open(one: Edge, other: Edge, x: number, y: number): Vertex {
    const isOneFirst = other.topY === other.botY || one.dx > other.dx;
    const [edge, second] = isOneFirst ? [one, other] : [other, one];
    const vertex = this.draw(edge, x, y);
    second.ring = edge.ring;
    edge.isLeft = true;
    second.isLeft = false;
    const neighbour = edge.left === second ? second.left : edge.left;
    if (neighbour && neighbour.ring >= 0 && neighbour.topY < y && edge.topY < y) {
      const at = xAt(neighbour, y);
      if (at === xAt(edge, y) && isParallel(at, y, neighbour.topX, neighbour.topY, at, y, edge.topX, edge.topY)) {
        this.join(vertex, this.draw(neighbour, x, y), edge.topX, edge.topY);
      }
    }
    return vertex;
  }

  /** Two edges end where they meet: their ring is closed, or two rings become one. */
  close(one: Edge, other: Edge, x: number, y: number, active: Edge | null): void {
    this.draw(one, x, y);
    if (one.ring === other.ring) {
      one.ring = outside;
      other.ring = outside;
    } else if (one.ring < other.ring) {
      this.append(one, other, active);
    } else {
      this.append(other, one, active);
    }
  }

  private append(one: Edge, other: Edge, active: Edge | null): void {
    const ring = this.list[one.ring];
    const second = this.list[other.ring];
    const holeFrom = outerOf(ring, second);
    link(ring, second, one.isLeft, other.isLeft);
    ring.bottom = null;
    if (holeFrom === second) {
      ring.outer = second.outer === ring ? ring.outer : second.outer;
      ring.isHole = second.isHole;
    }
    second.vertices = null;
    second.bottom = null;
    second.outer = ring;
    const [kept, gone] = [one.ring, other.ring];
    one.ring = outside;
    other.ring = outside;
    for (let edge = active; edge; edge = edge.right) {
      if (edge.ring === gone) {
        edge.ring = kept;
        edge.isLeft = one.isLeft;
        break;
      }
    }
    second.index = ring.index;
  }
}

/** Of two rings that become one, the one that tells whether it is a hole. */
export function outerOf(one: Ring, other: Ring): Ring {
  if (isRightOf(one, other)) {
    return other;
  }
  return isRightOf(other, one) ? one : lowerOf(one, other);
}

function isRightOf(ring: Ring, other: Ring): boolean {
  for (let outer = ring.outer; outer; outer = outer.outer) {
    if (outer === other) {
      return true;
    }
  }
  return false;
}

function lowerOf(one: Ring, other: Ring): Ring {
  one.bottom ??= bottomOf(one.front);
  other.bottom ??= bottomOf(other.front);
  const [a, b] = [one.bottom, other.bottom];
  if (a.y !== b.y) {
    return a.y > b.y ? one : other;
  }
  if (a.x !== b.x) {
    return a.x < b.x ? one : other;
  }
  if (a.next === a) {
    return other;
  }
  return b.next === b || isFirstBottom(a, b) ? one : other;
}

/** Links the vertices of the second ring to those of the first, at the ends where their edges are. */
function link(ring: Ring, second: Ring, isLeft: boolean, isSecondLeft: boolean): void {
  const front = ring.front;
  const back = front.previous;
  const secondFront = second.front;
  const secondBack = secondFront.previous;
  if (isLeft === isSecondLeft) {
    reverse(secondFront);
    secondFront.next = front;
    front.previous = secondFront;
    back.next = secondBack;
    secondBack.previous = back;
    ring.vertices = isLeft ? secondBack : front;
  } else {
    secondBack.next = front;
    front.previous = secondBack;
    secondFront.previous = back;
    back.next = secondFront;
    ring.vertices = isLeft ? secondFront : front;
  }
}
