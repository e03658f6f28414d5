import { describe, expect, it } from 'vitest';
import type { ViewTensor } from '../../../preview/report/report';
import { sliderAxes } from '../plane/axes';
import { valuesOf } from '../plane/plane';
import { projectionOf } from '../plane/projection';
import { sectionsOf } from './cuts';

/** Each value tells its own index: 100 z + 10 y + x. */
function volume(axes: readonly string[], sizes: Readonly<Record<string, number>>): ViewTensor {
  const shape = axes.map(id => sizes[id]);
  const data = Float32Array.from({ length: shape.reduce((all, size) => all * size, 1) }, (_, flat) => {
    let rest = flat;
    let value = 0;
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      value += (rest % shape[axis]) * { z: 100, y: 10, x: 1, channel: 1000 }[axes[axis] as 'z' | 'y' | 'x' | 'channel'];
      rest = Math.floor(rest / shape[axis]);
    }
    return value;
  });
  return { axes, tensor: { dtype: 'float32', shape, data } };
}

const sizes = { z: 2, y: 3, x: 4, channel: 2 };

describe('a volume', () => {
  it.each([[['channel', 'z', 'y', 'x']], [['y', 'x', 'z', 'channel']], [['x', 'z', 'y', 'channel']]])(
    'laid out as %j is cut along both of its sides',
    axes => {
      const view = volume(axes, sizes);
      const cuts = sectionsOf(view, { channel: 1, z: 0 }, sliderAxes([view]), { y: 2, x: 3 }, 1);
      expect(cuts && [...valuesOf(cuts.xz)]).toEqual([1020, 1021, 1022, 1023, 1120, 1121, 1122, 1123]);
      expect(cuts && [...valuesOf(cuts.zy)]).toEqual([1003, 1103, 1013, 1113, 1023, 1123]);
    }
  );

  it('is as deep in its sections as its planes lie apart', () => {
    const view = volume(['z', 'y', 'x'], sizes);
    const cuts = sectionsOf(view, { z: 0 }, sliderAxes([view]), { y: 0, x: 0 }, 2.5);
    expect([cuts?.xz.width, cuts?.xz.height, cuts?.zy.width, cuts?.zy.height]).toEqual([4, 5, 5, 3]);
    expect(cuts && [...valuesOf(cuts.zy)].slice(0, 5)).toEqual([0, 0, 0, 100, 100]);
  });

  it('of one plane has no sections', () => {
    const view = volume(['z', 'y', 'x'], { ...sizes, z: 1 });
    expect(sectionsOf(view, {}, sliderAxes([view]), { y: 0, x: 0 }, 1)).toBeNull();
  });

  it('shows its largest values, whatever is not a number beside them', () => {
    const data = Float32Array.of(NaN, 2, -3, NaN, 5, 1, -4, NaN);
    const view: ViewTensor = { axes: ['z', 'y', 'x'], tensor: { dtype: 'float32', shape: [2, 2, 2], data } };
    expect([...valuesOf(projectionOf(view, { z: 0 }, sliderAxes([view])))]).toEqual([5, 2, -3, NaN]);
  });

  it('of 64-bit integers is projected as well', () => {
    const data = BigInt64Array.of(-9n, 2n, -3n, 1n);
    const view: ViewTensor = { axes: ['z', 'y', 'x'], tensor: { dtype: 'int64', shape: [2, 1, 2], data } };
    expect([...valuesOf(projectionOf(view, {}, sliderAxes([view])))]).toEqual([-3, 2]);
  });
});
