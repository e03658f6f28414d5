/** p / q in lowest terms. */
export interface Fraction {
  readonly p: number;
  readonly q: number;
}

/** Networks make images larger or smaller by no more than this. */
const LARGEST = 256;

/** The number as a fraction of small whole numbers; undefined where it is none. */
export function fractionOf(value: number): Fraction | undefined {
  for (let q = 1; q <= LARGEST; q++) {
    const p = Math.round(value * q);
    if (p > 0 && Math.abs(value * q - p) < 1e-6) {
      return { p, q };
    }
  }
  return undefined;
}

/** Halves, quarters and wholes are the same number in every program. */
export function isExact({ q }: Fraction): boolean {
  return (q & (q - 1)) === 0;
}

export function leastCommon(a: number, b: number): number {
  const divisor = (m: number, n: number): number => (n === 0 ? m : divisor(n, m % n));
  return (a * b) / divisor(a, b);
}
