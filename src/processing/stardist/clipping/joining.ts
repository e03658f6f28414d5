import type { Join, Ring, Vertex } from './parts';
import { isParallel, isSamePlace } from './parts';
import type { Rings } from './rings';
import { outerOf } from './rings';
import { duplicate, isWithin, reverse, signedArea } from './vertices';

/** Joins rings that share a part of a line, and splits a ring that runs along itself. */
export function joinRings(rings: Rings): void {
  for (const join of rings.joins) {
    const one = rings.current(join.first.ring);
    const other = rings.current(join.second.ring);
    if (!one.vertices || !other.vertices) {
      continue;
    }
    const holeFrom = one === other ? one : outerOf(one, other);
    if (!joinVertices(join, one === other)) {
      continue;
    }
    if (one === other) {
      split(one, join, rings);
    } else {
      other.vertices = null;
      other.bottom = null;
      other.index = one.index;
      one.isHole = holeFrom.isHole;
      one.outer = holeFrom === other ? other.outer : one.outer;
      other.outer = one;
    }
  }
}

/** A hole runs the other way round. */
export function direct(ring: Ring): void {
  if (ring.vertices && ring.isHole === signedArea(ring.vertices) > 0) {
    reverse(ring.vertices);
  }
}

function split(one: Ring, { first, second }: Join, rings: Rings): void {
  one.vertices = first;
  one.bottom = null;
  const other = rings.create();
  other.vertices = second;
  let vertex = second;
  do {
    vertex.ring = other.index;
    vertex = vertex.previous;
  } while (vertex !== second);
  if (isWithin(second, first)) {
    other.isHole = !one.isHole;
    other.outer = one;
    direct(other);
  } else if (isWithin(first, second)) {
    other.isHole = one.isHole;
    one.isHole = !other.isHole;
    other.outer = one.outer;
    one.outer = other;
    direct(one);
  } else {
    other.isHole = one.isHole;
    other.outer = one.outer;
  }
}

/** Relinks the vertices of a join; false where they share nothing after all. */
function joinVertices(join: Join, isSameRing: boolean): boolean {
  const { first, second, x, y } = join;
  const isLevel = first.y === y;
  if (isLevel && first.x === x && second.x === x && second.y === y) {
    return isSameRing && joinAtPoint(join);
  }
  return isLevel ? joinLevel(join) : joinSlanted(join, isSameRing);
}

function joinAtPoint(join: Join): boolean {
  const { first, second, x, y } = join;
  const beyond = (vertex: Vertex) => {
    let other = vertex.next;
    while (other !== vertex && other.x === x && other.y === y) {
      other = other.next;
    }
    return other.y > y;
  };
  const isReverse = beyond(first);
  if (isReverse === beyond(second)) {
    return false;
  }
  relink(join, isReverse);
  return true;
}

/** Links the rings at two vertices at one place, with a copy of each for the other way. */
function relink(join: Join, isReverse: boolean): void {
  const { first, second } = join;
  const firstCopy = duplicate(first, !isReverse);
  const secondCopy = duplicate(second, isReverse);
  tie(first, firstCopy, second, secondCopy, isReverse);
  join.second = firstCopy;
}

function tie(first: Vertex, firstCopy: Vertex, second: Vertex, secondCopy: Vertex, isReverse: boolean): void {
  if (isReverse) {
    first.previous = second;
    second.next = first;
    firstCopy.next = secondCopy;
    secondCopy.previous = firstCopy;
  } else {
    first.next = second;
    second.previous = first;
    firstCopy.previous = secondCopy;
    secondCopy.next = firstCopy;
  }
}

/** Vertices at one place, from where both rings go up along the same line. */
function joinSlanted(join: Join, isSameRing: boolean): boolean {
  const one = upward(join.first, join);
  const other = upward(join.second, join);
  if (!one || !other) {
    return false;
  }
  const isAlone = one.vertex === join.first || other.vertex === join.second || one.vertex === other.vertex;
  if (isAlone || (isSameRing && one.isReverse === other.isReverse)) {
    return false;
  }
  relink(join, one.isReverse);
  return true;
}

function upward(from: Vertex, { x, y }: Join): { readonly vertex: Vertex; readonly isReverse: boolean } | null {
  for (const way of ['next', 'previous'] as const) {
    let vertex = from[way];
    while (vertex !== from && isSamePlace(vertex, from)) {
      vertex = vertex[way];
    }
    if (vertex.y <= from.y && isParallel(from.x, from.y, vertex.x, vertex.y, vertex.x, vertex.y, x, y)) {
      return { vertex, isReverse: way === 'previous' };
    }
  }
  return null;
}

interface Run {
  readonly from: Vertex;
  readonly to: Vertex;
}

/** Vertices anywhere on two level runs of edges: where those overlap is found out here. */
function joinLevel(join: Join): boolean {
  const one = runOf(join.first, join.second, join.second);
  if (!one) {
    return false;
  }
  const other = runOf(join.second, one.to, one.from);
  const shared = other && sharedOf(one, other);
  if (!other || !shared) {
    return false;
  }
  join.first = one.from;
  join.second = other.from;
  return joinRuns(one, other, shared.x, shared.y, shared.isLeftGone);
}

/** The level run around a vertex, not beyond the vertices of the other one; nothing where the ring is all level. */
function runOf(vertex: Vertex, stopBack: Vertex, stopAhead: Vertex): Run | null {
  let from = vertex;
  while (from.previous.y === from.y && from.previous !== vertex && from.previous !== stopBack) {
    from = from.previous;
  }
  let to = vertex;
  while (to.next.y === to.y && to.next !== from && to.next !== stopAhead) {
    to = to.next;
  }
  return to.next === from || to.next === stopAhead ? null : { from, to };
}

function sharedOf(one: Run, other: Run): { x: number; y: number; isLeftGone: boolean } | null {
  const left = Math.max(Math.min(one.from.x, one.to.x), Math.min(other.from.x, other.to.x));
  const right = Math.min(Math.max(one.from.x, one.to.x), Math.max(other.from.x, other.to.x));
  if (left >= right) {
    return null;
  }
  const ends = [
    [one.from, one.to],
    [other.from, other.to],
    [one.to, one.from],
    [other.to, other.from]
  ];
  const [vertex, opposite] = ends.find(([{ x }]) => x >= left && x <= right) ?? ends[3];
  return { x: vertex.x, y: vertex.y, isLeftGone: vertex.x > opposite.x };
}

function joinRuns(one: Run, other: Run, x: number, y: number, isLeftGone: boolean): boolean {
  const isRightward = one.from.x <= one.to.x;
  const isOtherRightward = other.from.x <= other.to.x;
  if (isRightward === isOtherRightward) {
    return false;
  }
  const first = cut(one.from, isRightward, x, y, isLeftGone);
  const second = cut(other.from, isOtherRightward, x, y, isLeftGone);
  tie(first.vertex, first.copy, second.vertex, second.copy, isRightward === isLeftGone);
  return true;
}

/** Two vertices at the place where a run is cut; the run's own one is kept for other joins. */
function cut(
  start: Vertex,
  isRightward: boolean,
  x: number,
  y: number,
  isLeftGone: boolean
): { readonly vertex: Vertex; readonly copy: Vertex } {
  let vertex = start;
  const goesOn = ({ x: next }: Vertex) => (isRightward ? next <= x && next >= vertex.x : next >= x && next <= vertex.x);
  while (vertex.next.y === y && goesOn(vertex.next)) {
    vertex = vertex.next;
  }
  const isBehind = isRightward !== isLeftGone;
  if (!isBehind && vertex.x !== x) {
    vertex = vertex.next;
  }
  let copy = duplicate(vertex, isBehind);
  if (copy.x !== x || copy.y !== y) {
    vertex = copy;
    vertex.x = x;
    vertex.y = y;
    copy = duplicate(vertex, isBehind);
  }
  return { vertex, copy };
}
