import { describe, expect, it } from 'vitest';
import { cast } from './cast';
import { createTensor } from './create';
import { toUint8 } from './display';
import { TensorError } from './error';
import { bytesOf, loadFixtures } from './fixtures/load';
import { readNpy } from './npy';
import { percentiles } from './quantile';
import { countNonFinite, meanAndStd, valueRange } from './stats';
import { flatIndex, indexOf } from './strides';
import { crop, select, transpose } from './transpose';

const counting = createTensor(
  'int32',
  [2, 3, 4],
  Int32Array.from({ length: 24 }, (_, index) => index)
);

describe('statistics agree with numpy', () => {
  it.each(loadFixtures().statistics.map(found => [found.name, found] as const))('%s', (_, found) => {
    const tensor = readNpy(bytesOf(found.file));
    const before = tensor.data.slice();
    percentiles(tensor, found.percentiles).forEach((value, index) => {
      // numpy interpolated in float64, we in the tensor's type: one rounding of float32.
      expect(Math.abs(value - found.values[index])).toBeLessThanOrEqual(1e-7 * Math.abs(found.values[index]));
    });
    const { mean, std } = meanAndStd(tensor);
    expect(mean).toBeCloseTo(found.mean, 9);
    expect(std).toBeCloseTo(found.std, 9);
    expect(valueRange(tensor)).toEqual({ min: found.min, max: found.max });
    expect(tensor.data).toEqual(before);
  });

  it('there is no range of nothing but NaN, and infinity does not count', () => {
    expect(valueRange(createTensor('float32', [2], Float32Array.of(NaN, Infinity)))).toBeNull();
    expect(valueRange(createTensor('float32', [3], Float32Array.of(-Infinity, 3, 2)))).toEqual({ min: 2, max: 3 });
    expect(countNonFinite(createTensor('float32', [3], Float32Array.of(NaN, Infinity, 2)))).toBe(2);
  });

  it('percentiles of many equal values end', () => {
    const even = createTensor('uint8', [500, 500]);
    expect(percentiles(even, [1, 99])).toEqual([0, 0]);
  });
});

describe('axes', () => {
  it('are reordered as numpy.transpose does', () => {
    const turned = transpose(counting, [2, 0, 1]);
    expect(turned.shape).toEqual([4, 2, 3]);
    expect(turned.data[flatIndex(turned.shape, [3, 1, 2])]).toBe(flatIndex(counting.shape, [1, 2, 3]));
    expect([...turned.data.slice(0, 6)]).toEqual([0, 4, 8, 12, 16, 20]);
  });

  it('are reordered back', () => {
    expect(transpose(transpose(counting, [1, 2, 0]), [2, 0, 1])).toEqual(counting);
  });

  it('lose one by selecting a position', () => {
    expect([...select(counting, 1, 2).data]).toEqual([8, 9, 10, 11, 20, 21, 22, 23]);
    expect([...select(counting, 2, 3).data]).toEqual([3, 7, 11, 15, 19, 23]);
  });

  it('are cut to a box', () => {
    const box = crop(counting, [1, 1, 1], [1, 2, 2]);
    expect(box.shape).toEqual([1, 2, 2]);
    expect([...box.data]).toEqual([17, 18, 21, 22]);
  });

  it('refuse an order, a position or a box that does not fit', () => {
    expect(() => transpose(counting, [0, 0, 1])).toThrow(TensorError);
    expect(() => select(counting, 0, 2)).toThrow(TensorError);
    expect(() => crop(counting, [0, 0, 3], [1, 1, 2])).toThrow(TensorError);
  });

  it('find an element and its index again', () => {
    expect(indexOf([2, 3, 4], flatIndex([2, 3, 4], [1, 0, 3]))).toEqual([1, 0, 3]);
    expect(indexOf([], 0)).toEqual([]);
  });
});

describe('eight bits for the eye', () => {
  const image = createTensor('float32', [5], Float32Array.of(-1, 0, 0.5, 1, NaN));

  it('stretch the given range and clip outside it', () => {
    expect([...toUint8(image, { min: 0, max: 1 }).data]).toEqual([0, 0, 128, 255, 0]);
  });

  it("stretch the image's own range by default", () => {
    expect([...toUint8(image).data]).toEqual([0, 128, 191, 255, 0]);
  });

  it('show a constant image as black', () => {
    expect([...toUint8(createTensor('uint16', [2], Uint16Array.of(7, 7))).data]).toEqual([0, 0]);
  });
});

it('casting to the same type copies nothing', () => {
  expect(cast(counting, 'int32')).toBe(counting);
});

it('data that do not fill the shape are refused', () => {
  expect(() => createTensor('uint8', [2, 2], Uint8Array.of(1, 2, 3))).toThrow('2 x 2 needs 4 values, but 3 were given');
});
