import { expect, it } from 'vitest';
import { Random } from '../../tensor/testing/random';
import type { Way } from '../network/ways';
import { holds } from '../network/lattice';
import { cutAxis } from './plan';

/** A network of random sizes and reach, with one output. */
function randomWay(random: Random): Way {
  const grid = 2 ** random.whole(0, 5);
  const scale = [1, 1, 1, 2, 8, 0.5, 0.25][random.whole(0, 6)];
  const step = Math.max(grid, 1 / scale);
  const radius = random.whole(0, 60);
  const fixed = random.chance(0.3);
  const min = step * random.whole(1, 6);
  const sizes = fixed ? { min: step * (Math.ceil((4 * radius) / step) + random.whole(4, 20)), step: 0 } : { min, step }; // prettier-ignore
  return {
    id: 'x',
    sizes,
    grid: step,
    inputs: [{ at: 3, scale: 1, offset: 0 }],
    outputs: [{ at: 3, scale, offset: 0, radius }],
    halo: random.whole(0, 60)
  };
}

it('every pixel comes from one tile, which holds all that it depends on (2,000 random networks and images)', () => {
  const random = new Random(11);
  let several = 0;
  for (let round = 0; round < 2000; round++) {
    const way = randomWay(random);
    const image = random.whole(1, 700);
    const cut = cutAxis(way, image, random.whole(1, 400), random.chance(0.5));
    const [output] = way.outputs;
    const { scale, radius = 0 } = output ?? { scale: 1 };
    const about = JSON.stringify({ way, image, cut });
    expect(cut.lacking, about).toBeLessThanOrEqual(0);
    expect(cut.padded, about).toBeGreaterThanOrEqual(image + cut.before);
    expect(holds(way.sizes, cut.tile), about).toBe(true);
    let at = Math.round(scale * cut.before);
    expect(cut.outputs[0], about).toEqual({ start: at, end: Math.min(at + Math.ceil(scale * image), scale * cut.padded) }); // prettier-ignore
    for (const {
      input,
      outputs: [span]
    } of cut.pieces) {
      // prettier-ignore
      expect([span?.start, input.start % way.grid, input.end - input.start], about).toEqual([at, 0, cut.tile]);
      at = span?.end ?? NaN;
      // The outermost pixels of what is taken from the tile; beyond the image's own border there is nothing to see.
      const centre = (pixel: number) => (pixel + 0.5) / scale - 0.5;
      if (span && span.end > span.start) {
        const low = centre(span.start) - radius;
        const high = centre(span.end - 1) + radius;
        expect(input.start === 0 || low >= input.start, about).toBe(true);
        expect(input.end === cut.padded || high <= input.end - 1, about).toBe(true);
      }
    }
    expect(at, about).toBe(cut.outputs[0]?.end);
    several += cut.pieces.length > 1 ? 1 : 0;
  }
  expect(several).toBeGreaterThan(500);
});
