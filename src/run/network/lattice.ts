/** Sizes `min + n * step`, n = 0, 1, ...; a step of 0 is one size only. */
export interface Series {
  readonly min: number;
  readonly step: number;
}

/** The sizes that both take; nothing where there are none. */
export function common(one: Series, other: Series): Series | undefined {
  if (one.step === 0 || other.step === 0) {
    const [fixed, series] = one.step === 0 ? [one, other] : [other, one];
    return holds(series, fixed.min) ? fixed : undefined;
  }
  const step = leastCommon(one.step, other.step);
  const from = Math.max(one.min, other.min);
  for (let min = from; min < from + step; min++) {
    if (holds(one, min) && holds(other, min)) {
      return { min, step };
    }
  }
  return undefined;
}

export function holds({ min, step }: Series, size: number): boolean {
  return step === 0 ? size === min : size >= min && (size - min) % step === 0;
}

/** The smallest of the sizes that is at least `length`; the only one where there is but one. */
export function atLeast({ min, step }: Series, length: number): number {
  return step === 0 ? min : min + step * Math.max(0, Math.ceil((length - min) / step));
}

/** The largest of the sizes that is at most `length`; the smallest where none is. */
export function atMost({ min, step }: Series, length: number): number {
  return step === 0 ? min : min + step * Math.max(0, Math.floor((length - min) / step));
}

export function leastCommon(one: number, other: number): number {
  return (one / greatestCommon(one, other)) * other;
}

function greatestCommon(one: number, other: number): number {
  return other === 0 ? one : greatestCommon(other, one % other);
}
