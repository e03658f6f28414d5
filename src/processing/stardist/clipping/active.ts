import type { Edge } from './parts';
import { horizontal, SweepFailure, xAt } from './parts';

/** The edges that the sweep's line meets, from left to right, and the lines that it will come to. */
export class ActiveEdges {
  first: Edge | null = null;
  /** Rising, each once: the sweep goes from the last one on. */
  private readonly lines: number[] = [];

  addLine(y: number): void {
    const { lines } = this;
    let place = lines.length;
    while (place > 0 && lines[place - 1] > y) {
      place--;
    }
    if (lines[place - 1] !== y) {
      lines.splice(place, 0, y);
    }
  }

  nextLine(): number | undefined {
    return this.lines.pop();
  }

  /** Puts an edge where it belongs; `from` is an edge to its left, where one is known. */
  insert(edge: Edge, from: Edge | null): void {
    const { first } = this;
    if (!first) {
      edge.left = null;
      edge.right = null;
      this.first = edge;
    } else if (!from && isBefore(edge, first)) {
      edge.left = null;
      edge.right = first;
      first.left = edge;
      this.first = edge;
    } else {
      let left = from ?? first;
      while (left.right && !isBefore(edge, left.right)) {
        left = left.right;
      }
      edge.right = left.right;
      if (left.right) {
        left.right.left = edge;
      }
      edge.left = left;
      left.right = edge;
    }
  }

  remove(edge: Edge): void {
    const { left, right } = edge;
    if (!left && !right && edge !== this.first) {
      return;
    }
    if (left) {
      left.right = right;
    } else {
      this.first = right;
    }
    if (right) {
      right.left = left;
    }
    edge.left = null;
    edge.right = null;
  }

  /** The edge above takes the place of one that ends, and goes on with its ring. */
  goOn(edge: Edge): Edge {
    const { above, left, right } = edge;
    if (!above) {
      throw new SweepFailure();
    }
    above.ring = edge.ring;
    if (left) {
      left.right = above;
    } else {
      this.first = above;
    }
    if (right) {
      right.left = above;
    }
    above.isLeft = edge.isLeft;
    above.delta = edge.delta;
    above.count = edge.count;
    above.otherCount = edge.otherCount;
    above.curX = above.botX;
    above.curY = above.botY;
    above.left = left;
    above.right = right;
    if (above.dx !== horizontal) {
      this.addLine(above.topY);
    }
    return above;
  }

  swap(one: Edge, other: Edge): void {
    if (one.right === one.left || other.right === other.left) {
      return;
    }
    if (one.right === other) {
      this.swapNeighbours(one, other);
    } else if (other.right === one) {
      this.swapNeighbours(other, one);
    } else {
      const { left, right } = one;
      one.right = other.right;
      one.left = other.left;
      other.right = right;
      other.left = left;
      for (const edge of [one, other]) {
        if (edge.right) {
          edge.right.left = edge;
        }
        if (edge.left) {
          edge.left.right = edge;
        }
      }
    }
    this.first = one.left === null ? one : other.left === null ? other : this.first;
  }

  private swapNeighbours(one: Edge, other: Edge): void {
    const { left } = one;
    const { right } = other;
    if (right) {
      right.left = one;
    }
    if (left) {
      left.right = other;
    }
    other.left = left;
    other.right = one;
    one.left = other;
    one.right = right;
  }
}

function isBefore(edge: Edge, other: Edge): boolean {
  if (edge.curX !== other.curX) {
    return edge.curX < other.curX;
  }
  return edge.topY > other.topY ? edge.topX < xAt(other, edge.topY) : other.topX > xAt(edge, other.topY);
}
