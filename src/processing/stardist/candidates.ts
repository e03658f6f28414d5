import type { Numbers } from '../../tensor/cast';
import { descending } from './descending';
import type { Settings } from './settings';

/** One image of the network's output, where its numbers lie in the tensor. */
export interface Prediction {
  readonly values: Numbers;
  readonly rays: number;
  readonly height: number;
  readonly width: number;
  /** Where position (y, x) has its probability: at `offset + y * strideY + x * strideX`; each distance `strideC` further. */
  readonly offset: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly strideC: number;
}

/** Positions that may be centres of objects, the most probable first. */
export interface Candidates {
  readonly count: number;
  readonly rays: number;
  /** Centres in pixels of the image, whole numbers. */
  readonly y: Int32Array;
  readonly x: Int32Array;
  readonly probabilities: Floats;
  /** `rays` distances of each in pixels, one candidate behind the other. */
  readonly distances: Floats;
}

type Floats = Float32Array | Float64Array;

/** Whole numbers become float64; numpy compares and multiplies them so, too. */
function floatsLike(values: Numbers, length: number): Floats {
  return values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
}

/** All positions above the threshold and within the border, in the order in which stardist looks at them. */
export function findCandidates(prediction: Prediction, settings: Settings): Candidates {
  const { values, rays, width, strideC } = prediction;
  const { grid } = settings;
  const places = placesAbove(prediction, settings);
  const start = (place: number): number =>
    prediction.offset + Math.floor(place / width) * prediction.strideY + (place % width) * prediction.strideX;
  const unordered = floatsLike(values, places.length);
  places.forEach((place, i) => {
    unordered[i] = values[start(place)];
  });
  const order = descending(unordered);
  const count = order.length;
  const y = new Int32Array(count);
  const x = new Int32Array(count);
  const probabilities = floatsLike(values, count);
  const distances = floatsLike(values, count * rays);
  for (let i = 0; i < count; i++) {
    const place = places[order[i]];
    y[i] = Math.floor(place / width) * grid[0];
    x[i] = (place % width) * grid[1];
    probabilities[i] = unordered[order[i]];
    for (let ray = 0, from = start(place) + strideC; ray < rays; ray++, from += strideC) {
      distances[i * rays + ray] = values[from];
    }
  }
  return { count, rays, y, x, probabilities, distances };
}

function placesAbove(
  { values, height, width, offset, strideY, strideX }: Prediction,
  { probThreshold, border }: Settings
): number[] {
  // numpy compares float32 with a number in float32.
  const threshold = values instanceof Float32Array ? Math.fround(probThreshold) : probThreshold;
  const [fromY, toY] = inside(height, border[0]);
  const [fromX, toX] = inside(width, border[1]);
  const places: number[] = [];
  for (let y = fromY; y < toY; y++) {
    const row = offset + y * strideY;
    for (let x = fromX; x < toX; x++) {
      if (values[row + x * strideX] > threshold) {
        places.push(y * width + x);
      }
    }
  }
  return places;
}

/** A border of less than one position is none. */
function inside(length: number, [before, behind]: readonly [number, number]): [number, number] {
  return [Math.max(before, 0), length - Math.max(behind, 0)];
}
