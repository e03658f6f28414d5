import type { Vertex } from './parts';
import { horizontal, isSamePlace, Vertex as VertexOf } from './parts';

/** Twice the area that a ring of vertices encloses, halved; its sign tells the direction. */
export function signedArea(start: Vertex): number {
  let sum = 0;
  let vertex = start;
  do {
    sum += (vertex.previous.x + vertex.x) * (vertex.previous.y - vertex.y);
    vertex = vertex.next;
  } while (vertex !== start);
  return sum / 2;
}

export function reverse(start: Vertex): void {
  let vertex = start;
  do {
    const { next } = vertex;
    vertex.next = vertex.previous;
    vertex.previous = next;
    vertex = next;
  } while (vertex !== start);
}

/** A second vertex at the same place, linked in behind or before the first. */
export function duplicate(vertex: Vertex, isBehind: boolean): Vertex {
  const copy = new VertexOf(vertex.x, vertex.y, vertex.ring);
  copy.next = isBehind ? vertex.next : vertex;
  copy.previous = isBehind ? vertex : vertex.previous;
  copy.next.previous = copy;
  copy.previous.next = copy;
  return copy;
}

/** The lowest vertex, of several the leftmost; where a ring touches itself there, the one that lies outermost. */
export function bottomOf(start: Vertex): Vertex {
  let lowest = start;
  let twin: Vertex | null = null;
  let vertex = start.next;
  while (vertex !== lowest) {
    if (vertex.y > lowest.y || (vertex.y === lowest.y && vertex.x < lowest.x)) {
      lowest = vertex;
      twin = null;
    } else if (isSamePlace(vertex, lowest) && vertex.next !== lowest && vertex.previous !== lowest) {
      twin = vertex;
    }
    vertex = vertex.next;
  }
  while (twin && twin !== vertex) {
    lowest = isFirstBottom(vertex, twin) ? lowest : twin;
    twin = twin.next;
    while (!isSamePlace(twin, lowest)) {
      twin = twin.next;
    }
  }
  return lowest;
}

/** Of two lowest vertices at one place, whether the first has the flatter sides. */
export function isFirstBottom(first: Vertex, second: Vertex): boolean {
  const [before, after] = [flatness(first, 'previous'), flatness(first, 'next')];
  const [otherBefore, otherAfter] = [flatness(second, 'previous'), flatness(second, 'next')];
  const isAlike =
    Math.max(before, after) === Math.max(otherBefore, otherAfter) &&
    Math.min(before, after) === Math.min(otherBefore, otherAfter);
  return isAlike
    ? signedArea(first) > 0
    : (before >= otherBefore && before >= otherAfter) || (after >= otherBefore && after >= otherAfter);
}

function flatness(vertex: Vertex, way: 'next' | 'previous'): number {
  let other = vertex[way];
  while (other !== vertex && isSamePlace(other, vertex)) {
    other = other[way];
  }
  return Math.abs(vertex.y === other.y ? horizontal : (other.x - vertex.x) / (other.y - vertex.y));
}

/** Whether the first ring lies within the second, by the first of its vertices that is not on the other's line. */
export function isWithin(inner: Vertex, outer: Vertex): boolean {
  let vertex = inner;
  do {
    const side = sideOf(vertex, outer);
    if (side !== 'on') {
      return side === 'inside';
    }
    vertex = vertex.next;
  } while (vertex !== inner);
  return true;
}

function sideOf({ x, y }: Vertex, ring: Vertex): 'inside' | 'outside' | 'on' {
  let isInside = false;
  let a = ring;
  do {
    const b = a.next;
    if (b.y === y && (b.x === x || (a.y === y && b.x > x === a.x < x))) {
      return 'on';
    }
    if (a.y < y !== b.y < y) {
      if (a.x >= x && b.x > x) {
        isInside = !isInside;
      } else if (a.x >= x || b.x > x) {
        const turn = (a.x - x) * (b.y - y) - (b.x - x) * (a.y - y);
        if (turn === 0) {
          return 'on';
        }
        isInside = turn > 0 === b.y > a.y ? !isInside : isInside;
      }
    }
    a = b;
  } while (a !== ring);
  return isInside ? 'inside' : 'outside';
}
