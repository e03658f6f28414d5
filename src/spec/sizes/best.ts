import type { Allowed } from './take';

/** How one axis of an image meets the sizes that a network takes. */
export interface BestSize {
  /** The size to choose: the largest one inside the image, or where none is, the smallest one around it. */
  readonly size: number;
  /** The largest allowed size that fits into the image; `null` where the image is smaller than all. */
  readonly inside: number | null;
  /** The smallest allowed size that holds the whole image; `null` where the image is larger than all. */
  readonly around: number | null;
  /** Pixels of the image that `size` leaves out. */
  readonly cropped: number;
  /** Pixels that `size` adds to the image. */
  readonly padded: number;
  /** Pixels at each end of `size` whose result is wrong for want of surroundings. */
  readonly lost: number;
  /** Pixels of `size` whose result is right. */
  readonly kept: number;
}

export interface BestOptions {
  /** Pixels at each end that the halo takes away. */
  readonly halo?: number;
  /** No larger size than this, for instance because of memory. */
  readonly most?: number;
}

/**
 * The best size along one axis for an image of `length` pixels. `undefined` where the description does not tell the
 * sizes that are allowed by itself (it follows another axis, or could not be read).
 */
export function bestSize(allowed: Allowed, length: number, options: BestOptions = {}): BestSize | undefined {
  const { halo = 0, most = Infinity } = options;
  const around = firstFrom(allowed, length);
  const inside = lastUpTo(allowed, Math.min(length, most));
  if (around === undefined || inside === undefined) {
    return undefined;
  }
  // A fixed or smallest size is taken even where it is more than wished for: there is no other.
  const size = inside ?? firstFrom(allowed, 1) ?? length;
  return {
    size,
    inside,
    around,
    cropped: Math.max(0, length - size),
    padded: Math.max(0, size - length),
    lost: halo,
    kept: Math.max(0, size - 2 * halo)
  };
}

/** Smallest allowed size of at least `length`; `null` where there is none. */
function firstFrom(allowed: Allowed, length: number): number | null | undefined {
  switch (allowed.kind) {
    case 'any':
      return length;
    case 'fixed':
      return allowed.size >= length ? allowed.size : null;
    case 'steps':
      return allowed.min + allowed.step * Math.max(0, Math.ceil((length - allowed.min) / allowed.step));
    default:
      return undefined;
  }
}

/** Largest allowed size of at most `length`; `null` where there is none. */
function lastUpTo(allowed: Allowed, length: number): number | null | undefined {
  switch (allowed.kind) {
    case 'any':
      return length;
    case 'fixed':
      return allowed.size <= length ? allowed.size : null;
    case 'steps':
      return length < allowed.min
        ? null
        : allowed.min + allowed.step * Math.floor((length - allowed.min) / allowed.step);
    default:
      return undefined;
  }
}
