/** A row that a file makes too long, or to read too much. */
export class LineError extends Error {}

/** Pixels of a row, and pixels that all its pixels read: a network for images stays far below, however it is made. */
const most = { length: 2 ** 20, reads: 2 ** 25 };

/**
 * One row of pixels somewhere in a network: for each of them the first and last pixel of the input row that it depends on.
 * `first > last` is a pixel that depends on none (padding).
 */
export class Line {
  private constructor(
    readonly length: number,
    /** Absent where only the length is asked for. */
    private readonly ranges?: { readonly first: Int32Array; readonly last: Int32Array }
  ) {}

  static sizesOnly(length: number): Line {
    return new Line(length);
  }

  /** The input row itself. */
  static pixels(length: number): Line {
    const first = Int32Array.from({ length }, (_, at) => at);
    return new Line(length, { first, last: first.slice() });
  }

  /** A row that depends on no pixel of the input row: of another input of the network. */
  static apart(length: number): Line {
    return new Line(length, empty(length));
  }

  /** A row of `length` pixels, where pixel `at` depends on the pixels that `reads` gives (outside ones are padding). */
  map(length: number, reads: (at: number) => Iterable<number>): Line {
    if (!this.ranges) {
      return new Line(length);
    }
    const { first, last } = empty(length);
    let left = most.reads;
    for (let at = 0; at < length; at++) {
      for (const source of reads(at)) {
        if (--left < 0) {
          throw new LineError('A row reads too many pixels to be followed.');
        }
        if (source >= 0 && source < this.length) {
          first[at] = Math.min(first[at], this.ranges.first[source]);
          last[at] = Math.max(last[at], this.ranges.last[source]);
        }
      }
    }
    return new Line(length, { first, last });
  }

  /** Every pixel depends on all. */
  whole(length: number): Line {
    if (!this.ranges) {
      return new Line(length);
    }
    const { first, last } = empty(length);
    const low = this.ranges.first.reduce((least, value) => Math.min(least, value), FAR);
    const high = this.ranges.last.reduce((most, value) => Math.max(most, value), -1);
    return new Line(length, { first: first.fill(low), last: last.fill(high) });
  }

  /** Two rows met pixel by pixel; a row of one pixel is spread over the other. `undefined`: their sizes differ. */
  join(other: Line): Line | undefined {
    const length = Math.max(this.length, other.length);
    if ([this, other].some(line => line.length !== length && line.length !== 1)) {
      return undefined;
    }
    if (!this.ranges || !other.ranges) {
      return new Line(length);
    }
    const { first, last } = empty(length);
    for (const ranges of [this.ranges, other.ranges]) {
      const single = ranges.first.length === 1;
      for (let at = 0; at < length; at++) {
        const source = single ? 0 : at;
        first[at] = Math.min(first[at], ranges.first[source]);
        last[at] = Math.max(last[at], ranges.last[source]);
      }
    }
    return new Line(length, { first, last });
  }

  /** This row and then the other. */
  append(other: Line): Line {
    const length = this.length + other.length;
    if (!this.ranges || !other.ranges) {
      return new Line(length);
    }
    const ranges = empty(length);
    for (const key of ['first', 'last'] as const) {
      ranges[key].set(this.ranges[key]);
      ranges[key].set(other.ranges[key], this.length);
    }
    return new Line(length, ranges);
  }

  /**
   * Distance to the farthest input pixel, over the output pixels `from` to `to`; output pixel `at` lies over the input
   * pixel `center(at)`. `undefined` where they reach the border of the image, so that the distance may be larger.
   */
  radius(size: number, from: number, to: number, center: (at: number) => number): number | undefined {
    let radius = 0;
    for (let at = Math.max(0, from); at < Math.min(this.length, to); at++) {
      const first = this.ranges?.first[at] ?? 0;
      const last = this.ranges?.last[at] ?? size - 1;
      if (first === 0 || last === size - 1) {
        return undefined;
      }
      radius = Math.max(radius, Math.ceil(Math.max(center(at) - first, last - center(at))));
    }
    return radius;
  }
}

const FAR = 2 ** 30;

function empty(length: number): { first: Int32Array; last: Int32Array } {
  if (!(length >= 0 && length <= most.length)) {
    throw new LineError('A row is too long to be followed.');
  }
  return { first: new Int32Array(length).fill(FAR), last: new Int32Array(length).fill(-1) };
}
