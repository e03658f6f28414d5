/** Enough to find percentiles to a tenth of a per cent; sorting whole volumes would be felt. */
const sampleSize = 65_536;

/** One channel of a C-ordered array: runs of `length` elements, every `count`th of them, from the `at`th on. */
export interface Channel {
  readonly at: number;
  readonly count: number;
  readonly length: number;
}

/** Finite values at even steps, ascending; of one channel where it is told. */
export function sampleOf(values: ArrayLike<number | bigint>, channel: Channel = whole(values)): Float64Array {
  const size = Math.floor(values.length / channel.count);
  // Odd, so that steps never go down a few columns of a picture alone.
  const step = Math.floor(size / sampleSize) | 1;
  const sample = new Float64Array(Math.ceil(size / step));
  let found = 0;
  for (let index = 0; index < size; index += step) {
    const run = Math.floor(index / channel.length);
    const value = Number(values[(run * channel.count + channel.at) * channel.length + (index % channel.length)]);
    if (Number.isFinite(value)) {
      sample[found++] = value;
    }
  }
  return sample.subarray(0, found).sort();
}

function whole({ length }: ArrayLike<number | bigint>): Channel {
  return { at: 0, count: 1, length: Math.max(1, length) };
}

/** Linear interpolation between neighbours, as numpy's default. `sorted` ascending and not empty. */
export function percentile(sorted: Float64Array, percent: number): number {
  const place = (percent / 100) * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}
