import { atLeast, atMost } from '../network/lattice';
import type { OutputWay, Way } from '../network/ways';

/** Part of an axis, from `start` up to and without `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One tile along one axis. */
export interface Piece {
  /** Of the leading input, border pixels included. */
  readonly input: Span;
  /** Per output: the pixels of the whole output that are taken from this tile. */
  readonly outputs: readonly (Span | undefined)[];
}

/** How an image is cut along one axis. */
export interface Cut {
  readonly way: Way;
  /** Pixels of the image. */
  readonly image: number;
  /** Pixels once it is continued, so that the network takes it. */
  readonly padded: number;
  /** So many of these lie before the image. */
  readonly before: number;
  /** Pixels of a tile: all are of one size. */
  readonly tile: number;
  readonly pieces: readonly Piece[];
  /** Per output: which part of it is that of the image, without what was added to it. */
  readonly outputs: readonly (Span | undefined)[];
  /** The results of tiles are less than exact by so many pixels of surroundings; infinite where a pixel looks at all. */
  readonly lacking: number;
}

/**
 * Cuts an axis of `image` pixels into tiles of at most `wished` pixels, or as few more as the network needs.
 *
 * The result shall be that of one run over the whole image. So the image is continued only up to a size that the network takes,
 * at its end as most frameworks' own predictions do (or at `both` ends); a tile's side that is the image's side gets no halo: there the network
 * adds what it adds to the whole image (zeros, mostly). Inner sides get as many pixels as the network looks far. Tiles begin on
 * the network's pooling grid, so that it pools the same pixels together.
 */
export function cutAxis(way: Way, image: number, wished: number, both = false): Cut {
  const padded = paddedSize(way, image);
  const place = { image, padded, before: both ? beforeOf(way, padded - image) : 0 };
  const reach = reachOf(way);
  const known = Number.isFinite(reach) ? reach : way.halo;
  // A third of such a tile is new; of smaller ones so little that all is computed many times over.
  const smallest = atLeast(way.sizes, 2 * known + Math.max(3 * way.grid + 1, known));
  const most = Math.min(padded, way.sizes.step === 0 ? way.sizes.min : Math.max(smallest, atMost(way.sizes, wished)));
  if (most >= padded) {
    return { ...cutInto(way, place, padded, 0), lacking: 0 };
  }
  // A tile of fixed size that is too small for what the network sees gets what leaves a quarter of it.
  const halo = Math.max(0, Math.min(known, Math.floor((most - Math.max(3 * way.grid, most / 4)) / 2)));
  const tile = evenTile(way, padded, most, halo);
  return { ...cutInto(way, place, tile, halo), lacking: reach - halo };
}

/** The farthest that any output looks; infinite where it is not known. */
export function reachOf({ outputs }: Way): number {
  return outputs.reduce((most, output) => (output ? Math.max(most, output.radius ?? Infinity) : Infinity), 0);
}

/** A size that the network takes and that holds the image; of a network of one size one that its tiles fill on their grid. */
function paddedSize({ sizes, grid }: Way, image: number): number {
  if (sizes.step > 0) {
    return atLeast(sizes, image);
  }
  return sizes.min + grid * Math.max(0, Math.ceil((image - sizes.min) / grid));
}

/** The smallest tile by which the axis falls into no more tiles than by the largest one. */
function evenTile(way: Way, padded: number, most: number, halo: number): number {
  if (way.sizes.step === 0) {
    return most;
  }
  const stride = (tile: number) => Math.max(way.grid, strideOf(way, tile, halo));
  const count = 1 + Math.ceil((padded - most) / stride(most));
  let tile = most;
  for (let smaller = most - way.sizes.step; smaller >= way.sizes.min; smaller -= way.sizes.step) {
    if (smaller < 2 * halo + 3 * way.grid || 1 + Math.ceil((padded - smaller) / stride(smaller)) > count) {
      break;
    }
    tile = smaller;
  }
  return tile;
}

/** From one tile's begin to the next one's: on the grid, and so that what is right of both meets. */
function strideOf({ grid, outputs }: Way, tile: number, halo: number): number {
  const lost = outputs.reduce((most, output) => Math.max(most, output ? lostBetween(output, halo) : 0), 2 * halo);
  return Math.floor((tile - lost) / grid) * grid;
}

/** Pixels by which neighbouring tiles overlap: the halo on both sides, or what the network cuts away; and a whole output pixel. */
function lostBetween({ scale, offset }: OutputWay, halo: number): number {
  return Math.max(2 * halo, -offset / scale) + 1 + (scale < 1 ? 1 / scale : 0);
}

/** Half of what is added, where the outputs have whole pixels for it. */
function beforeOf({ outputs }: Way, added: number): number {
  const half = Math.floor(added / 2);
  return outputs.every(output => Number.isInteger(half * (output?.scale ?? 1))) ? half : 0;
}

type Place = Pick<Cut, 'image' | 'padded' | 'before'>;

function cutInto(way: Way, place: Place, tile: number, halo: number): Omit<Cut, 'lacking'> {
  const { padded } = place;
  const stride = Math.max(way.grid, strideOf(way, tile, halo));
  const starts: number[] = [];
  for (let start = 0; start + tile < padded; start += stride) {
    starts.push(start);
  }
  starts.push(padded - tile);
  const inputs = starts.map(start => ({ start, end: start + tile }));
  const kept = way.outputs.map(output => output && seams(output, place, inputs, halo));
  return {
    way,
    ...place,
    tile,
    pieces: inputs.map((input, index) => ({ input, outputs: kept.map(spans => spans?.[index]) })),
    outputs: way.outputs.map(output => output && imageSpan(output, place))
  };
}

/** The part of the whole output that each tile gives: between two tiles the middle of what is right of both. */
function seams(output: OutputWay, place: Place, tiles: readonly Span[], halo: number): Span[] {
  const { start: begin, end: size } = imageSpan(output, place);
  const borders = tiles.slice(1).map(({ start }, index) => {
    const first = (start + halo + 0.5) * output.scale - 0.5 + output.offset / 2;
    const last = (tiles[index].end - 1 - halo + 0.5) * output.scale - 0.5 + output.offset / 2;
    return Math.min(size, Math.max(begin, Math.floor((Math.ceil(first) + Math.floor(last) + 1) / 2)));
  });
  const ends = [...borders, size];
  return ends.map((end, index) => ({ start: index === 0 ? begin : ends[index - 1], end }));
}

/** Of the image without what was added to it, as far as the network gives it. */
function imageSpan({ scale, offset }: OutputWay, { image, padded, before }: Place): Span {
  const start = Math.round(scale * before);
  const end = Math.min(start + Math.ceil(scale * image + offset), Math.round(scale * padded + offset));
  return { start, end: Math.max(start, end) };
}

/** How a tile's output lies in the whole one: the first of its pixels there. */
export function outputStart({ scale }: OutputWay, { start }: Span): number {
  return Math.round(scale * start);
}

/** Side of a tile along each axis for this many pixels in all: short axes stay whole, the others are alike. */
export function tileSides(lengths: readonly number[], pixels: number): number[] {
  const sides = new Array<number>(lengths.length).fill(1);
  let left = pixels;
  const order = [...lengths.keys()].sort((one, other) => lengths[one] - lengths[other]);
  order.forEach((axis, place) => {
    sides[axis] = Math.min(lengths[axis], Math.max(1, Math.floor(left ** (1 / (order.length - place)))));
    left /= sides[axis];
  });
  return sides;
}
