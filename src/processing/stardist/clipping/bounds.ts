import type { Minimum } from './parts';
import { Edge, horizontal, isParallel } from './parts';

/** A polygon as the sweep takes it: its edges, and where they meet at their bottoms. */
export interface Outline {
  readonly edges: readonly Edge[];
  readonly minima: readonly Minimum[];
}

/**
 * Edges of a polygon of whole coordinates, `count` vertices from `start` on. Vertices that repeat or lie on the line of
 * their neighbours are left out. Nothing where no area is left.
 */
export function outlineOf(
  xs: Int32Array,
  ys: Int32Array,
  start: number,
  count: number,
  isSubject: boolean
): Outline | null {
  const edges = ringOfEdges(xs, ys, start, count, isSubject);
  const first = edges && withoutIdle(edges[0]);
  if (!edges || !first || isFlat(first)) {
    return null;
  }
  let edge = first;
  do {
    setEnds(edge);
    edge = edge.next;
  } while (edge !== first);
  return { edges, minima: minimaFrom(first) };
}

function ringOfEdges(xs: Int32Array, ys: Int32Array, start: number, count: number, isSubject: boolean): Edge[] | null {
  let last = start + count - 1;
  const same = (i: number, j: number) => xs[i] === xs[j] && ys[i] === ys[j];
  while (last > start && same(last, start)) {
    last--;
  }
  while (last > start && same(last, last - 1)) {
    last--;
  }
  if (last - start < 2) {
    return null;
  }
  const edges: Edge[] = [];
  for (let i = start; i <= last; i++) {
    edges.push(new Edge(xs[i], ys[i], isSubject));
  }
  edges.forEach((edge, i) => {
    edge.next = edges[i + 1 < edges.length ? i + 1 : 0];
    edge.previous = edges[i > 0 ? i - 1 : edges.length - 1];
  });
  return edges;
}

/** Takes vertices out that repeat or are on a straight line; gives the first edge of what is left. */
function withoutIdle(start: Edge): Edge | null {
  let first = start;
  let edge = start;
  let end = start;
  for (;;) {
    const { next, previous } = edge;
    const repeats = edge.curX === next.curX && edge.curY === next.curY;
    if (repeats ? edge === next : previous === next) {
      break;
    }
    const straight =
      !repeats &&
      isParallel(previous.curX, previous.curY, edge.curX, edge.curY, edge.curX, edge.curY, next.curX, next.curY);
    if (repeats || straight) {
      first = edge === first ? next : first;
      previous.next = next;
      next.previous = previous;
      edge = repeats ? next : previous;
      end = edge;
      continue;
    }
    edge = next;
    if (edge === end) {
      break;
    }
  }
  return edge.previous === edge.next ? null : first;
}

function isFlat(first: Edge): boolean {
  for (let edge = first.next; edge !== first; edge = edge.next) {
    if (edge.curY !== first.curY) {
      return false;
    }
  }
  return true;
}

function setEnds(edge: Edge): void {
  const { curX, curY, next } = edge;
  const isUp = curY >= next.curY;
  edge.botX = isUp ? curX : next.curX;
  edge.botY = isUp ? curY : next.curY;
  edge.topX = isUp ? next.curX : curX;
  edge.topY = isUp ? next.curY : curY;
  edge.dx = edge.topY === edge.botY ? horizontal : (edge.topX - edge.botX) / (edge.topY - edge.botY);
}

function minimaFrom(first: Edge): Minimum[] {
  const minima: Minimum[] = [];
  let firstMinimum: Edge | null = null;
  let edge = first;
  for (;;) {
    edge = nextMinimum(edge);
    if (edge === firstMinimum) {
      return minima;
    }
    firstMinimum ??= edge;
    const isForward = edge.dx >= edge.previous.dx;
    const left = isForward ? edge : edge.previous;
    const right = isForward ? edge.previous : edge;
    left.delta = left.next === right ? -1 : 1;
    right.delta = -left.delta;
    const y = edge.botY;
    const beyondLeft = climb(left, isForward);
    const beyondRight = climb(right, !isForward);
    minima.push({ y, left, right });
    edge = isForward ? beyondLeft : beyondRight;
  }
}

function isLevel(edge: Edge): boolean {
  return edge.dx === horizontal;
}

/** The edge whose bottom is the next lowest place; of a level one, where it begins at the left. */
function nextMinimum(from: Edge): Edge {
  let edge = from;
  for (;;) {
    while (
      edge.botX !== edge.previous.botX ||
      edge.botY !== edge.previous.botY ||
      (edge.curX === edge.topX && edge.curY === edge.topY)
    ) {
      edge = edge.next;
    }
    if (!isLevel(edge) && !isLevel(edge.previous)) {
      return edge;
    }
    while (isLevel(edge.previous)) {
      edge = edge.previous;
    }
    const begin = edge;
    while (isLevel(edge)) {
      edge = edge.next;
    }
    if (edge.topY !== edge.previous.botY) {
      return begin.previous.botX < edge.botX ? begin : edge;
    }
  }
}

/** Links the edges that go up from a minimum, and gives the one beyond; level ones get the direction of the way up. */
function climb(start: Edge, isForward: boolean): Edge {
  const ahead = isForward ? (edge: Edge) => edge.next : (edge: Edge) => edge.previous;
  const behind = isForward ? (edge: Edge) => edge.previous : (edge: Edge) => edge.next;
  if (isLevel(start)) {
    turnStart(start, behind(start));
  }
  let last = start;
  while (last.topY === ahead(last).botY) {
    last = ahead(last);
  }
  if (isLevel(last)) {
    // A level edge at the top belongs to the side that meets its left end.
    let level = last;
    while (isLevel(behind(level))) {
      level = behind(level);
    }
    const [own, other] = [behind(level).topX, ahead(last).topX];
    last = own > other || (own === other && !isForward) ? behind(level) : last;
  }
  for (let edge = start; ; edge = ahead(edge)) {
    if (isLevel(edge) && edge !== start && edge.botX !== behind(edge).topX) {
      turn(edge);
    }
    if (edge === last) {
      return ahead(last);
    }
    edge.above = ahead(edge);
  }
}

/** The level edge that a way begins with starts where the other way does. */
function turnStart(edge: Edge, other: Edge): void {
  const isApart = other.botX !== edge.botX && (!isLevel(other) || other.topX !== edge.botX);
  if (isApart) {
    turn(edge);
  }
}

function turn(edge: Edge): void {
  const { botX } = edge;
  edge.botX = edge.topX;
  edge.topX = botX;
}
