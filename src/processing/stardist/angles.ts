/** Directions of the rays of a star, ray 0 to the right and on towards larger y, for one number of rays. */
interface Directions {
  readonly sines: Float64Array;
  readonly cosines: Float64Array;
}

/** In float64, as numpy computes them for drawing (stardist's `ray_angles`). */
export function exactDirections(rays: number): Directions {
  const step = (2 * Math.PI) / rays;
  const angles = Float64Array.from({ length: rays }, (_, ray) => ray * step);
  return { sines: angles.map(Math.sin), cosines: angles.map(Math.cos) };
}

/** In float32, as C's `sinf` and `cosf` give them: a corner that falls on the wrong side of a whole number is cut to another. */
export function floatDirections(rays: number): Directions {
  const { fround } = Math;
  const step = fround((2 * Math.PI) / rays);
  const angles = Float64Array.from({ length: rays }, (_, ray) => fround(step * ray));
  return { sines: angles.map(angle => sinf(angle)), cosines: angles.map(angle => sinf(angle, 1)) };
}

const halfPi = 0x1921fb54442d18 / 2 ** 52;
const sineTerms = [-0x1555545995a603 / 2 ** 55, 0x11107605230bc4 / 2 ** 59, -0x1994eb3774cf24 / 2 ** 65];
const cosineTerms = [
  -0x1ffffffd0c621c / 2 ** 54,
  0x155553e1068f19 / 2 ** 57,
  -0x16c087e89a359d / 2 ** 62,
  0x199343027bf8c3 / 2 ** 68
];

/**
 * glibc's `sinf` (2.28 and later) for angles from 0 to a full turn: the nearest multiple of a right angle, and two short
 * polynomials in float64 for the rest. `turns`: 1 for the cosine.
 */
function sinf(angle: number, turns = 0): number {
  const isFirst = angle < Math.PI / 4;
  const quarter = isFirst ? 0 : Math.round(angle / halfPi);
  const rest = isFirst ? angle : angle - quarter * halfPi;
  const turned = (quarter + turns) & 3;
  const value = turned & 1 ? cosineOf(rest) : sineOf(rest);
  return Math.fround(turned & 2 ? -value : value);
}

function sineOf(x: number): number {
  const [a, b, c] = sineTerms;
  const x2 = x * x;
  const x3 = x * x2;
  return x + x3 * a + x3 * x2 * (b + x2 * c);
}

function cosineOf(x: number): number {
  const [a, b, c, d] = cosineTerms;
  const x2 = x * x;
  const x4 = x2 * x2;
  return 1 + x2 * a + x4 * b + x4 * x2 * (c + x2 * d);
}
