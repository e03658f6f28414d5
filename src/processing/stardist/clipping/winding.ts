import type { Edge } from './parts';
import type { Rings } from './rings';

/** Winding numbers of an edge that the sweep has just met, from those of the edges to its left. */
export function setCounts(edge: Edge, first: Edge): void {
  let own = edge.left;
  while (own && own.isSubject !== edge.isSubject) {
    own = own.left;
  }
  let other: Edge | null = first;
  edge.otherCount = 0;
  if (own) {
    const isTurning = own.delta * edge.delta < 0;
    const isLeaving = own.count * own.delta < 0;
    if (isLeaving && Math.abs(own.count) <= 1) {
      edge.count = edge.delta;
    } else {
      edge.count = isTurning ? own.count : own.count + edge.delta;
    }
    edge.otherCount = own.otherCount;
    other = own.right;
  } else {
    edge.count = edge.delta;
  }
  for (; other && other !== edge; other = other.right) {
    edge.otherCount += other.delta;
  }
}

/** Whether the edge bounds what both polygons cover. */
export function isContributing({ count, otherCount }: Edge): boolean {
  return Math.abs(count) === 1 && otherCount !== 0;
}

/** Two edges meet; above, the first is to the right. `active`: the first of all edges. */
export function crossEdges(one: Edge, other: Edge, x: number, y: number, rings: Rings, active: Edge | null): void {
  const isOneDrawn = one.ring >= 0;
  const isOtherDrawn = other.ring >= 0;
  countCrossing(one, other);
  const isOneOuter = Math.abs(one.count) <= 1;
  const isOtherOuter = Math.abs(other.count) <= 1;
  if (isOneDrawn && isOtherDrawn) {
    if (!isOneOuter || !isOtherOuter || one.isSubject !== other.isSubject) {
      rings.close(one, other, x, y, active);
    } else {
      rings.draw(one, x, y);
      rings.draw(other, x, y);
      exchange(one, other);
    }
  } else if (isOneDrawn) {
    if (isOtherOuter) {
      rings.draw(one, x, y);
      exchange(one, other);
    }
  } else if (isOtherDrawn) {
    if (isOneOuter) {
      rings.draw(other, x, y);
      exchange(one, other);
    }
  } else if (isOneOuter && isOtherOuter) {
    openOrPass(one, other, x, y, rings);
  }
}

function openOrPass(one: Edge, other: Edge, x: number, y: number, rings: Rings): void {
  if (one.isSubject !== other.isSubject) {
    rings.open(one, other, x, y);
  } else if (one.count !== 0 && other.count !== 0) {
    if (one.otherCount !== 0 && other.otherCount !== 0) {
      rings.open(one, other, x, y);
    }
  } else {
    exchangeSides(one, other);
  }
}

function countCrossing(one: Edge, other: Edge): void {
  if (one.isSubject === other.isSubject) {
    one.count = one.count + other.delta === 0 ? -one.count : one.count + other.delta;
    other.count = other.count - one.delta === 0 ? -other.count : other.count - one.delta;
  } else {
    one.otherCount += other.delta;
    other.otherCount -= one.delta;
  }
}

function exchange(one: Edge, other: Edge): void {
  exchangeSides(one, other);
  const { ring } = one;
  one.ring = other.ring;
  other.ring = ring;
}

function exchangeSides(one: Edge, other: Edge): void {
  const { isLeft } = one;
  one.isLeft = other.isLeft;
  other.isLeft = isLeft;
}
