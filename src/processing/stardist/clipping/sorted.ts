import type { Edge } from './parts';

/** A second list of the same edges: their order as it changes between two lines; at a line a stack of level edges. */
export class SortedEdges {
  first: Edge | null = null;

  push(edge: Edge): void {
    edge.sortedLeft = null;
    edge.sortedRight = this.first;
    if (this.first) {
      this.first.sortedLeft = edge;
    }
    this.first = edge;
  }

  pop(): Edge | null {
    const edge = this.first;
    if (edge) {
      this.remove(edge);
    }
    return edge;
  }

  private remove(edge: Edge): void {
    const { sortedLeft, sortedRight } = edge;
    if (!sortedLeft && !sortedRight && edge !== this.first) {
      return;
    }
    if (sortedLeft) {
      sortedLeft.sortedRight = sortedRight;
    } else {
      this.first = sortedRight;
    }
    if (sortedRight) {
      sortedRight.sortedLeft = sortedLeft;
    }
    edge.sortedRight = null;
    edge.sortedLeft = null;
  }

  copy(first: Edge | null): void {
    this.first = first;
    for (let edge = first; edge; edge = edge.right) {
      edge.sortedLeft = edge.left;
      edge.sortedRight = edge.right;
    }
  }

  swap(one: Edge, other: Edge): void {
    if ((!one.sortedRight && !one.sortedLeft) || (!other.sortedRight && !other.sortedLeft)) {
      return;
    }
    if (one.sortedRight === other) {
      this.swapNeighbours(one, other);
    } else if (other.sortedRight === one) {
      this.swapNeighbours(other, one);
    } else {
      const { sortedLeft, sortedRight } = one;
      one.sortedRight = other.sortedRight;
      one.sortedLeft = other.sortedLeft;
      other.sortedRight = sortedRight;
      other.sortedLeft = sortedLeft;
      for (const edge of [one, other]) {
        if (edge.sortedRight) {
          edge.sortedRight.sortedLeft = edge;
        }
        if (edge.sortedLeft) {
          edge.sortedLeft.sortedRight = edge;
        }
      }
    }
    this.first = one.sortedLeft === null ? one : other.sortedLeft === null ? other : this.first;
  }

  private swapNeighbours(one: Edge, other: Edge): void {
    const { sortedLeft } = one;
    const { sortedRight } = other;
    if (sortedRight) {
      sortedRight.sortedLeft = one;
    }
    if (sortedLeft) {
      sortedLeft.sortedRight = other;
    }
    other.sortedLeft = sortedLeft;
    other.sortedRight = one;
    one.sortedLeft = other;
    one.sortedRight = sortedRight;
  }
}

/** Whether two edges stand beside each other in that list. */
export function isBeside(one: Edge, other: Edge): boolean {
  return one.sortedRight === other || one.sortedLeft === other;
}
