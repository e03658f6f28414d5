import type { ActiveEdges } from './active';
import { sortLikeStd } from '../standardSort';
import type { Edge } from './parts';
import { round, xAt } from './parts';
import type { SortedEdges } from './sorted';
import { isBeside } from './sorted';
import { need } from '../../../tensor/lookup';

/** Two edges that cross between two lines; after it the first is to the right. */
interface Crossing {
  readonly one: Edge;
  readonly other: Edge;
  readonly x: number;
  readonly y: number;
}

/**
 * The crossings below the line `y`, from the bottom up, so that only neighbours cross. Moves all edges to that line.
 * Nothing where no such order is found.
 */
export function crossingsBelow(y: number, active: ActiveEdges, sorted: SortedEdges): Crossing[] | null {
  const found = findCrossings(y, active, sorted);
  return found.length < 2 || putInOrder(found, active, sorted) ? found : null;
}

function findCrossings(y: number, active: ActiveEdges, sorted: SortedEdges): Crossing[] {
  const found: Crossing[] = [];
  sorted.copy(active.first);
  for (let edge = active.first; edge; edge = edge.right) {
    edge.curX = xAt(edge, y);
  }
  for (;;) {
    let isChanged = false;
    let edge = need(sorted.first, 'edge on the line');
    while (edge.sortedRight) {
      const next = edge.sortedRight;
      if (edge.curX > next.curX) {
        found.push(crossingOf(edge, next, y));
        sorted.swap(edge, next);
        isChanged = true;
      } else {
        edge = next;
      }
    }
    if (!edge.sortedLeft) {
      break;
    }
    edge.sortedLeft.sortedRight = null;
    if (!isChanged) {
      break;
    }
  }
  sorted.first = null;
  return found;
}

function putInOrder(crossings: Crossing[], active: ActiveEdges, sorted: SortedEdges): boolean {
  sorted.copy(active.first);
  sortLikeStd(crossings, crossing => crossing.y);
  for (let i = 0; i < crossings.length; i++) {
    let next = i;
    while (next < crossings.length && !isBeside(crossings[next].one, crossings[next].other)) {
      next++;
    }
    if (next === crossings.length) {
      return false;
    }
    const crossing = crossings[next];
    crossings[next] = crossings[i];
    crossings[i] = crossing;
    sorted.swap(crossing.one, crossing.other);
  }
  return true;
}

function crossingOf(one: Edge, other: Edge, line: number): Crossing {
  let x: number;
  let y: number;
  const steep = Math.abs(one.dx) < Math.abs(other.dx) ? one : other;
  if (one.dx === other.dx) {
    y = one.curY;
    return y < line ? { one, other, x: xAt(one, line), y: line } : { one, other, x: xAt(one, y), y };
  } else if (one.dx === 0) {
    x = one.botX;
    y = lineAt(other, x);
  } else if (other.dx === 0) {
    x = other.botX;
    y = lineAt(one, x);
  } else {
    const [a, b] = [one.botX - one.botY * one.dx, other.botX - other.botY * other.dx];
    const exact = (b - a) / (one.dx - other.dx);
    y = round(exact);
    x = round(steep.dx * exact + (steep === one ? a : b));
  }
  // Rounding must not take it beyond either edge's top, nor below where the edges are.
  if (y < one.topY || y < other.topY) {
    y = Math.max(one.topY, other.topY);
    x = xAt(steep, y);
  }
  if (y > one.curY) {
    y = one.curY;
    x = xAt(Math.abs(one.dx) > Math.abs(other.dx) ? other : one, y);
  }
  return y < line ? { one, other, x: xAt(one, line), y: line } : { one, other, x, y };
}

function lineAt(edge: Edge, x: number): number {
  return round(x / edge.dx + (edge.botY - edge.botX / edge.dx));
}
