import { place, type Camera, type Placement, type Size } from '../camera/camera';
import type { Layer } from '../models';
import { farther, levelFor } from '../plane/pyramid';
import type { Plane, Shrink } from '../plane/plane';
import { painterOf } from './painter';

const black = 0xff000000;

/** What is drawn on: a frame on the page, and how many pixels of the screen each of its pixels has. */
export interface Screen {
  readonly frame: Size;
  readonly ratio: number;
}

export function screenSize({ frame, ratio }: Screen): Size {
  return {
    width: Math.max(1, Math.round(frame.width * ratio)),
    height: Math.max(1, Math.round(frame.height * ratio))
  };
}

/**
 * Draws what is seen of pictures that lie on one another into a screen's pixels (red, green, blue, opacity from the
 * lowest byte up). Only the pixels in view are read, from a smaller copy where the picture is shown small.
 */
export function render(layers: readonly Layer[], camera: Camera, screen: Screen, target: Uint32Array): void {
  const size = screenSize(screen);
  target.fill(black);
  const row = new Uint32Array(size.width);
  for (const [index, layer] of layers.entries()) {
    const placement = scaled(place(camera, layer.plane, screen.frame), screen.ratio);
    const covered = sampled(layer.plane, placement, size);
    const painter = painterOf(layer.painting);
    const outline = layer.outline === true ? outliner(size.width, Math.max(1, Math.round(1.5 * screen.ratio))) : null;
    const opaque = index === 0 && layer.opacity === undefined && layer.blend === undefined && !outline;
    covered((values, y, first, length, same) => {
      const start = y * size.width + first;
      if (opaque && same) {
        target.copyWithin(start, start - size.width, start - size.width + length);
      } else if (opaque) {
        painter(values, length, target, start);
      } else {
        const numbers = outline ? outline(values, length) : values;
        painter(numbers, length, row, 0);
        blend(row, length, target, start, layer);
      }
    });
  }
}

function scaled({ scale, left, top }: Placement, ratio: number): Placement {
  return { scale: scale * ratio, left: left * ratio, top: top * ratio };
}

type Visit = (values: Float64Array, y: number, first: number, length: number, same: boolean) => void;

/** The values under a screen's pixels, row by row; `same` where a row is that above it once more. */
function sampled(whole: Plane, placement: Placement, size: Size): (visit: Visit) => void {
  const { plane, factor } = levelFor(whole, 1 / placement.scale);
  const scale = placement.scale * factor;
  const { left, top } = placement;
  const first = Math.max(0, Math.ceil(left - 0.5));
  const end = Math.min(size.width, Math.ceil(left + whole.width * placement.scale - 0.5));
  const firstRow = Math.max(0, Math.ceil(top - 0.5));
  const endRow = Math.min(size.height, Math.ceil(top + whole.height * placement.scale - 0.5));
  // Shown smaller, each pixel of the screen takes four values; enlarged or numbered, the one at its middle.
  const fine = scale < 0.999 && plane.shrink !== 'one';
  const columns = (shift: number): Int32Array =>
    Int32Array.from({ length: Math.max(0, end - first) }, (_, x) =>
      clamp((first + x + shift - left) / scale, plane.width)
    );
  const [ones, others] = fine ? [columns(0.25), columns(0.75)] : [columns(0.5), columns(0.5)];
  return visit => {
    const length = ones.length;
    if (length === 0) {
      return;
    }
    const from = ones[0];
    const width = others[length - 1] - from + 1;
    const [upper, lower] = [new Float64Array(width), new Float64Array(width)];
    const values = new Float64Array(length);
    let before = -1;
    for (let y = firstRow; y < endRow; y++) {
      const line = clamp((y + (fine ? 0.25 : 0.5) - top) / scale, plane.height);
      const same = !fine && line === before;
      if (!same) {
        plane.read(line, from, width, upper);
        if (fine) {
          plane.read(clamp((y + 0.75 - top) / scale, plane.height), from, width, lower);
          joined(plane.shrink, upper, lower, ones, others, values, from);
        } else {
          for (let x = 0; x < length; x++) {
            values[x] = upper[ones[x] - from];
          }
        }
      }
      before = line;
      visit(values, y, first, length, same);
    }
  };
}

function clamp(place: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.floor(place)));
}

function joined(
  shrink: Shrink,
  upper: Float64Array,
  lower: Float64Array,
  ones: Int32Array,
  others: Int32Array,
  into: Float64Array,
  from: number
): void {
  if (shrink === 'mean') {
    for (let x = 0; x < into.length; x++) {
      const [one, other] = [ones[x] - from, others[x] - from];
      into[x] = (upper[one] + upper[other] + lower[one] + lower[other]) / 4;
    }
    return;
  }
  for (let x = 0; x < into.length; x++) {
    const [one, other] = [ones[x] - from, others[x] - from];
    into[x] = farther(farther(upper[one], upper[other]), farther(lower[one], lower[other]));
  }
}

/** Keeps of each object what lies at its border: 0 where the pixels `width` to the left and above have the same number. */
function outliner(size: number, width: number): (values: Float64Array, length: number) => Float64Array {
  const before = Array.from({ length: width }, () => new Float64Array(size));
  const kept = new Float64Array(size);
  let row = 0;
  return (values, length) => {
    const above = before[row % width];
    const first = row < width;
    for (let x = 0; x < length; x++) {
      const own = values[x];
      const beside = x < width ? own : values[x - width];
      const over = first ? own : above[x];
      // Where an object ends, its border is drawn on the background beside it.
      kept[x] = own !== beside ? own || beside : own !== over ? own || over : 0;
    }
    above.set(values.subarray(0, length));
    row++;
    return kept;
  };
}

function blend(row: Uint32Array, length: number, target: Uint32Array, start: number, layer: Layer): void {
  const { opacity = 1 } = layer;
  const add = layer.blend === 'add';
  for (let x = 0; x < length; x++) {
    const over = row[x];
    const under = target[start + x];
    const part = over >>> 24 === 0 ? 0 : opacity;
    const keep = add ? 1 : 1 - part;
    const red = Math.min(255, (over & 255) * part + (under & 255) * keep);
    const green = Math.min(255, ((over >> 8) & 255) * part + ((under >> 8) & 255) * keep);
    const blue = Math.min(255, ((over >> 16) & 255) * part + ((under >> 16) & 255) * keep);
    target[start + x] = black | (blue << 16) | (green << 8) | red;
  }
}
