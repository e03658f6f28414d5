import { describe, expect, it } from 'vitest';
import type { ViewTensor } from '../../../preview/report/report';
import { planeOf, positionOf, sliderAxes, startOf } from './axes';
import { countNotFinite, planeFrom, valueAt, valuesOf } from './plane';

/** Each value tells its own index: 1000 c + 100 z + 10 y + x, laid out along `axes`. */
function counting(axes: readonly string[], sizes: Readonly<Record<string, number>>): ViewTensor {
  const shape = axes.map(id => sizes[id]);
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  data.forEach((_, flat) => {
    const index: Record<string, number> = {};
    let rest = flat;
    for (let dimension = axes.length - 1; dimension >= 0; dimension--) {
      index[axes[dimension]] = rest % shape[dimension];
      rest = Math.floor(rest / shape[dimension]);
    }
    data[flat] = 1000 * (index.channel ?? 0) + 100 * (index.z ?? 0) + 10 * index.y + index.x;
  });
  return { axes, tensor: { dtype: 'float32', shape, data } };
}

const sizes = { batch: 1, channel: 2, y: 3, x: 4 };

describe('pictures out of tensors', () => {
  it.each([
    [['batch', 'channel', 'y', 'x']],
    [['batch', 'y', 'x', 'channel']],
    [['x', 'y', 'channel']],
    [['channel', 'x', 'batch', 'y']]
  ])('finds rows and columns by name in the order %j', axes => {
    const plane = planeOf(counting(axes, sizes), { channel: 1 });
    expect([plane.height, plane.width]).toEqual([3, 4]);
    expect([...valuesOf(plane)]).toEqual([1000, 1001, 1002, 1003, 1010, 1011, 1012, 1013, 1020, 1021, 1022, 1023]);
    expect(valueAt(plane, 2, 3)).toBe(1023);
    expect(valueAt(plane, 3, 0)).toBeUndefined();
  });

  it('offers a slider for every other axis that is longer than 1, over all tensors', () => {
    const views = [counting(['batch', 'y', 'x'], sizes), counting(['batch', 'channel', 'y', 'x'], sizes)];
    expect(sliderAxes(views)).toEqual([{ id: 'channel', size: 2 }]);
  });

  it('shows the last slice of a tensor that is shorter than the slider', () => {
    const single = counting(['channel', 'y', 'x'], { ...sizes, channel: 1 });
    expect(valueAt(planeOf(single, { channel: 5 }), 0, 0)).toBe(0);
  });

  it.each([[['batch', 'z', 'y', 'x', 'channel']], [['batch', 'y', 'x', 'z', 'channel']]])(
    'shows one plane of a volume laid out as %j, from the middle on',
    axes => {
      const volume = counting(axes, { ...sizes, z: 5, channel: 1 });
      const sliders = sliderAxes([volume]);
      expect(sliders).toEqual([{ id: 'z', size: 5 }]);
      const plane = planeOf(volume, startOf(sliders), sliders);
      expect([plane.height, plane.width]).toEqual([3, 4]);
      expect([...valuesOf(plane)]).toEqual([200, 201, 202, 203, 210, 211, 212, 213, 220, 221, 222, 223]);
    }
  );

  it('shows the same depth in volumes of different depths, and finds the plane of any place', () => {
    const axes = ['z', 'y', 'x'];
    const [coarse, fine] = [2, 6].map(z => counting(axes, { ...sizes, z }));
    const sliders = sliderAxes([coarse, fine]);
    const depths = (view: ViewTensor) =>
      Array.from({ length: 6 }, (_, z) => Number(valueAt(planeOf(view, { z }, sliders), 0, 0)) / 100);
    expect(depths(coarse)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(depths(fine)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(valueAt(planeOf(coarse, positionOf([1, 0, 0], coarse, sliders), sliders), 0, 0)).toBe(100);
  });

  it('starts channels at the first, not in their middle', () => {
    expect(startOf([{ id: 'channel', size: 33 }])).toEqual({ channel: 0 });
  });

  it('shows a list of class scores as one row', () => {
    const scores: ViewTensor = {
      axes: ['batch', 'channel'],
      tensor: { dtype: 'int64', shape: [1, 3], data: new BigInt64Array([4n, 5n, 6n]) }
    };
    const plane = planeOf(scores, {});
    expect([plane.height, plane.width, ...valuesOf(plane)]).toEqual([1, 3, 4, 5, 6]);
  });

  it('shows a single number as one pixel', () => {
    const scalar: ViewTensor = { axes: [], tensor: { dtype: 'float32', shape: [], data: new Float32Array([7]) } };
    expect(planeOf(scalar, {})).toMatchObject({ height: 1, width: 1 });
  });

  it('counts NaN and both infinities', () => {
    expect(countNotFinite(planeFrom([NaN, Infinity, -Infinity, 1], 4, 1))).toBe(3);
  });
});
