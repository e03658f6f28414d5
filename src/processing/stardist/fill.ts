import { exactDirections } from './angles';
import type { Candidates } from './candidates';

/** A label image in the making: int32, row by row. */
interface Canvas {
  readonly labels: Int32Array;
  readonly height: number;
  readonly width: number;
}

/**
 * Draws the objects that stayed: the most probable one has the number 1 and is drawn last. `kept` are positions among the
 * candidates, rising.
 */
export function drawLabels(canvas: Canvas, candidates: Candidates, kept: readonly number[]): void {
  const pen = new Pen(canvas, candidates);
  const { probabilities } = candidates;
  // Equally probable ones are drawn in their own order: numpy sorts stably here.
  const order = kept.map((_, index) => index).sort((a, b) => probabilities[kept[a]] - probabilities[kept[b]] || a - b);
  for (const index of order) {
    pen.draw(kept[index], index + 1);
  }
}

/** Fills polygons as `skimage.draw.polygon` does: a pixel belongs to it where its centre is inside, on an edge or a corner. */
class Pen {
  private readonly sines: Float64Array;
  private readonly cosines: Float64Array;
  private readonly xs: Float64Array;
  private readonly ys: Float64Array;
  /** Of one row: whether the number of edges to the right, and to the left, of a pixel changes parity there. */
  private readonly toRight: Uint8Array;
  private readonly toLeft: Uint8Array;

  constructor(
    private readonly canvas: Canvas,
    private readonly candidates: Candidates
  ) {
    const { sines, cosines } = exactDirections(candidates.rays);
    this.sines = sines;
    this.cosines = cosines;
    this.xs = new Float64Array(candidates.rays);
    this.ys = new Float64Array(candidates.rays);
    this.toRight = new Uint8Array(canvas.width + 1);
    this.toLeft = new Uint8Array(canvas.width + 1);
  }

  draw(candidate: number, label: number): void {
    const { height, width } = this.canvas;
    this.place(candidate);
    const [top, bottom] = limits(this.ys, height);
    const [left, right] = limits(this.xs, width);
    if (right < left) {
      return;
    }
    for (let y = top; y <= bottom; y++) {
      this.fillRow(y, left, right, label);
    }
    this.drawCorners(left, right, top, bottom, label);
  }

  /** Corners in float32: the distance's part first, then the centre. */
  private place(candidate: number): void {
    const { rays, distances, x, y } = this.candidates;
    const { fround } = Math;
    for (let ray = 0; ray < rays; ray++) {
      const distance = distances[candidate * rays + ray];
      this.ys[ray] = fround(fround(distance * this.sines[ray]) + y[candidate]);
      this.xs[ray] = fround(fround(distance * this.cosines[ray]) + x[candidate]);
    }
  }

  private fillRow(y: number, left: number, right: number, label: number): void {
    const { toRight, toLeft, xs, ys } = this;
    toRight.fill(0, left, right + 2);
    toLeft.fill(0, left, right + 2);
    let bx = xs[xs.length - 1];
    let by = ys[ys.length - 1] - y;
    for (let i = 0; i < xs.length; i++) {
      const ax = xs[i];
      const ay = ys[i] - y;
      if (ay > 0 !== by > 0) {
        // To the right of every pixel before the crossing.
        toRight[left] ^= 1;
        toRight[crossing(ax, ay, bx, by, left, right, false)] ^= 1;
      }
      if (ay < 0 !== by < 0) {
        toLeft[crossing(ax, ay, bx, by, left, right, true)] ^= 1;
      }
      bx = ax;
      by = ay;
    }
    const row = y * this.canvas.width;
    let [isRightOdd, isLeftOdd] = [0, 0];
    for (let x = left; x <= right; x++) {
      isRightOdd ^= toRight[x];
      isLeftOdd ^= toLeft[x];
      if (isRightOdd | isLeftOdd) {
        this.canvas.labels[row + x] = label;
      }
    }
  }

  /** A pixel on a corner belongs to it, whatever the edges say. */
  private drawCorners(left: number, right: number, top: number, bottom: number, label: number): void {
    const { labels, width } = this.canvas;
    for (let i = 0; i < this.xs.length; i++) {
      const [x, y] = [Math.round(this.xs[i]), Math.round(this.ys[i])];
      const isOn = Math.abs(this.xs[i] - x) < tiny && Math.abs(this.ys[i] - y) < tiny;
      if (isOn && x >= left && x <= right && y >= top && y <= bottom) {
        labels[y * width + x] = label;
      }
    }
  }
}

const tiny = 1e-12;

/** First and last pixel that a polygon may cover along one axis. */
function limits(values: Float64Array, length: number): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    least = values[i] < least ? values[i] : least;
    most = values[i] > most ? values[i] : most;
  }
  return [Math.trunc(Math.max(0, least)), Math.min(length - 1, Math.ceil(most))];
}

/**
 * The first pixel of the row from which the edge is no more to the right (`isLeft` false), or is to the left. Where that
 * is hangs on rounding, so it is looked up with scikit-image's own formula around the place.
 */
function crossing(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  left: number,
  right: number,
  isLeft: boolean
): number {
  const side = (x: number): number => ((ax - x) * by - (bx - x) * ay) / (by - ay);
  const isPast = isLeft ? (x: number) => side(x) < 0 : (x: number) => !(side(x) > 0);
  let x = Math.min(Math.max(Math.ceil(side(0)), left), right + 1);
  while (x > left && isPast(x - 1)) {
    x--;
  }
  while (x <= right && !isPast(x)) {
    x++;
  }
  return x;
}
