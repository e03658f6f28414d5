import { floatDirections } from './angles';
import type { Candidates } from './candidates';

/** The candidates as polygons whose corners are whole numbers: cut, not rounded, as stardist hands them to Clipper. */
export interface Polygons {
  readonly count: number;
  readonly rays: number;
  /** Corners, `rays` of each polygon behind those of the one before. */
  readonly x: Int32Array;
  readonly y: Int32Array;
  /** Bounds in corners: left, top, right, bottom. */
  readonly bounds: Int32Array;
  readonly areas: Float32Array;
  /** The longest distance of each, at least 0. */
  readonly radii: Float32Array;
}

/** All in float32, in stardist's order of additions. */
export function polygonsOf({ count, rays, x, y, distances }: Candidates): Polygons {
  const { fround } = Math;
  const { sines, cosines } = floatDirections(rays);
  const polygons: Polygons = {
    count,
    rays,
    x: new Int32Array(count * rays),
    y: new Int32Array(count * rays),
    bounds: new Int32Array(count * 4),
    areas: new Float32Array(count),
    radii: new Float32Array(count)
  };
  for (let i = 0; i < count; i++) {
    const first = i * rays;
    let radius = 0;
    for (let ray = 0; ray < rays; ray++) {
      const distance = fround(distances[first + ray]);
      radius = distance > radius ? distance : radius;
      polygons.y[first + ray] = fround(y[i] + fround(distance * sines[ray]));
      polygons.x[first + ray] = fround(x[i] + fround(distance * cosines[ray]));
    }
    polygons.radii[i] = radius;
    measure(polygons, i);
  }
  return polygons;
}

function measure({ rays, x, y, bounds, areas }: Polygons, i: number): void {
  const { fround } = Math;
  const first = i * rays;
  const end = first + rays;
  let [left, top, right, bottom] = [x[first], y[first], x[first], y[first]];
  let area = 0;
  let [px, py] = [x[first], y[first]];
  for (let corner = first + 1; corner <= end; corner++) {
    const next = corner === end ? first : corner;
    const [qx, qy] = [x[next], y[next]];
    area = fround(area + fround(px * qy - py * qx));
    left = qx < left ? qx : left;
    right = qx > right ? qx : right;
    top = qy < top ? qy : top;
    bottom = qy > bottom ? qy : bottom;
    px = qx;
    py = qy;
  }
  bounds.set([left, top, right, bottom], 4 * i);
  areas[i] = Math.abs(area) / 2;
}
