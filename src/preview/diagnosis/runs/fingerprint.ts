import { toNumbers } from '../../../tensor/cast';
import type { Tensor } from '../../../tensor/tensor';

/** What is remembered of the inputs of a run, so that inputs which are (nearly) the same are not run twice. */
export interface Fingerprint {
  readonly shapes: string;
  readonly numbers: readonly number[];
  /** How far the values spread, for comparing. */
  readonly spread: number;
}

const samples = 61;

/** Samples spread over the values, their mean, and sums with weights that never repeat, which see every element. */
export function fingerprint(tensors: readonly Tensor[]): Fingerprint {
  const parts = tensors.map(tensor => {
    const values = toNumbers(tensor);
    const { length } = values;
    const picked = Array.from({ length: samples }, (_, index) => values[Math.floor((index * length) / samples)] ?? 0);
    let low = Infinity;
    let high = -Infinity;
    let sum = 0;
    let one = 0;
    let two = 0;
    let state = 1;
    for (let i = 0; i < length; i++) {
      const value = values[i];
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      low = value < low ? value : low;
      high = value > high ? value : high;
      sum += value;
      one += value * (state >> 16);
      two += value * ((state << 16) >> 16);
    }
    const scale = 32768 * Math.sqrt(length || 1);
    return { numbers: [...picked, sum / (length || 1), one / scale, two / scale], spread: high - low };
  });
  return {
    shapes: tensors.map(({ shape, dtype }) => `${dtype}:${shape.join('x')}`).join(' '),
    numbers: parts.flatMap(({ numbers }) => numbers),
    spread: Math.max(...parts.map(({ spread }) => spread))
  };
}

/** How far two inputs lie apart, as a share of their spread; infinite where they cannot be compared. */
export function distance(one: Fingerprint, other: Fingerprint): number {
  if (one.shapes !== other.shapes) {
    return Infinity;
  }
  const largest = one.numbers.reduce((most, value, index) => Math.max(most, Math.abs(value - other.numbers[index])), 0);
  const spread = Math.max(one.spread, other.spread);
  return spread > 0 && largest === largest ? largest / spread : largest === 0 ? 0 : Infinity;
}

/** Root of the mean squared difference of the samples: how far two inputs lie apart, in the network's own units. */
export function separation(one: Fingerprint, other: Fingerprint): number {
  if (one.shapes !== other.shapes) {
    return Infinity;
  }
  const squares = one.numbers.reduce((sum, value, index) => sum + (value - other.numbers[index]) ** 2, 0);
  return Math.sqrt(squares / one.numbers.length);
}
