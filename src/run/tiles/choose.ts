import type { Way } from '../network/ways';
import { cutAxis, reachOf, tileSides } from './plan';
import type { Cut } from './plan';

/** How an image is cut, and how many networks work on the tiles side by side. */
export interface Tiling {
  readonly cuts: readonly Cut[];
  readonly workers: number;
}

export interface TilingOptions {
  /** Side of a tile, where the user says it. */
  readonly wished?: number;
  readonly threads: number;
  /** What the network holds at once for each pixel of a tile, in bytes. */
  readonly bytesPerPixel: number;
  /** The image is continued at both ends, not only at its end. */
  readonly both?: boolean;
  /** Bytes that all networks together may take, where tiles can be as small. */
  readonly memory: number;
}

/** Bytes for the networks where nobody says otherwise: with image and result a small machine still has room for them. */
export const usualMemory = 240 * 2 ** 20;
/** What a network may take that only gives its result for the whole image. WebAssembly itself ends at 4 GB. */
const wholeMemory = 2 * 2 ** 30;
/** Two threads in one network are less than two networks side by side. */
const shared = 0.8;

/**
 * The tiles by which an image takes least time within the memory. Large tiles compute little twice, and fewer networks side by
 * side leave room for larger ones; a network that looks at the whole image is given it, where that can be.
 */
export function chooseTiling(ways: readonly Way[], sizes: readonly number[], options: TilingOptions): Tiling {
  const { wished, threads, bytesPerPixel, memory, both } = options;
  if (wished !== undefined) {
    const cuts = ways.map((way, index) => cutAxis(way, sizes[index], wished, both));
    return { cuts, workers: Math.min(threads, countOf(cuts)) };
  }
  const whole = ways.map((way, index) => cutAxis(way, sizes[index], Infinity, both));
  const everywhere = ways.some(way => !Number.isFinite(reachOf(way)));
  const most = everywhere ? Math.max(wholeMemory, memory) : memory;
  if (pixelsOf(whole) * bytesPerPixel <= most && countOf(whole) === 1 && (everywhere || threads === 1)) {
    return { cuts: whole, workers: 1 };
  }
  const tried = workersOf(threads).map(workers => {
    const sides = tileSides(sizes, memory / bytesPerPixel / workers);
    const cuts = ways.map((way, index) => cutAxis(way, sizes[index], sides[index], both));
    const side = Math.min(workers, countOf(cuts));
    const over = (pixelsOf(cuts) * bytesPerPixel * side) / memory;
    const speed = side * (threads / side) ** shared;
    // A tile that the network's reach makes larger than the memory wished for is only taken where there is no other.
    return { cuts, workers: side, cost: ((pixelsOf(cuts) * countOf(cuts)) / speed) * Math.max(1, over) ** 2 };
  });
  return tried.reduce((best, one) => (one.cost < best.cost ? one : best));
}

/** All of them, half, a quarter ... one. */
function workersOf(threads: number): number[] {
  const counts: number[] = [];
  for (let count = threads; count >= 1; count = Math.floor(count / 2)) {
    counts.push(count);
  }
  return counts;
}

export function countOf(cuts: readonly Cut[]): number {
  return cuts.reduce((product, { pieces }) => product * pieces.length, 1);
}

/** Of one tile. */
function pixelsOf(cuts: readonly Cut[]): number {
  return cuts.reduce((product, { tile }) => product * tile, 1);
}
