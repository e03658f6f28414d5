import type { Outline } from './clipping/bounds';
import { outlineOf } from './clipping/bounds';
import { direct, joinRings } from './clipping/joining';
import type { Ring, Vertex } from './clipping/parts';
import { isParallel, isSamePlace, SweepFailure } from './clipping/parts';
import { Sweep } from './clipping/sweep';

export type { Outline };
export { outlineOf };

/** Area that two outlines share, in whole float32 steps, as stardist adds it up. 0 where the sweep fails, as there. */
export function sharedArea(clip: Outline, subject: Outline): number {
  const rings = sharedRings(clip, subject);
  let area = 0;
  for (const ring of rings) {
    const vertices = ring.vertices && simplified(ring.vertices);
    area = vertices ? Math.fround(area + ringArea(vertices)) : area;
  }
  return area;
}

function sharedRings(clip: Outline, subject: Outline): readonly Ring[] {
  try {
    const rings = new Sweep([clip, subject]).run();
    rings.list.forEach(direct);
    joinRings(rings);
    return rings.list;
  } catch (error) {
    if (error instanceof SweepFailure) {
      return [];
    }
    throw error;
  }
}

/** Without vertices that repeat or lie on a straight line; nothing where none is left. */
function simplified(start: Vertex): Vertex | null {
  let vertex = start;
  let last: Vertex | null = null;
  for (;;) {
    const { next, previous } = vertex;
    if (previous === vertex || previous === next) {
      return null;
    }
    const isIdle =
      isSamePlace(vertex, next) ||
      isSamePlace(vertex, previous) ||
      isParallel(previous.x, previous.y, vertex.x, vertex.y, vertex.x, vertex.y, next.x, next.y);
    if (isIdle) {
      last = null;
      previous.next = next;
      next.previous = previous;
      vertex = previous;
    } else if (vertex === last) {
      return vertex;
    } else {
      last ??= vertex;
      vertex = next;
    }
  }
}

function ringArea(start: Vertex): number {
  let sum = 0;
  let vertex = start.previous;
  do {
    const { previous } = vertex;
    sum = Math.fround(sum + Math.fround(vertex.x * previous.y - vertex.y * previous.x));
    vertex = previous;
  } while (vertex !== start.previous);
  return Math.fround(Math.abs(sum) / 2);
}
