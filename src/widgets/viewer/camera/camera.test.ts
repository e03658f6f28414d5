import { describe, expect, it } from 'vitest';
import { centre, drag, follow, ownSize, pixelAt, place, samePlace, wholePicture, zoomAt } from './camera';

const picture = { width: 100, height: 50 };
const frame = { width: 200, height: 100 };

describe('the view of a picture', () => {
  it('shows the whole picture at first', () => {
    expect(pixelAt({ x: 0, y: 0 }, wholePicture, picture, frame)).toEqual({ x: 0, y: 0 });
    expect(pixelAt({ x: 199, y: 99 }, wholePicture, picture, frame)).toEqual({ x: 99, y: 49 });
    expect(pixelAt({ x: 200, y: 99 }, wholePicture, picture, frame)).toBeNull();
  });

  it('keeps the pixel under the pointer when it zooms', () => {
    const pointer = { x: 30, y: 80 };
    const before = pixelAt(pointer, wholePicture, picture, frame);
    const near = zoomAt(wholePicture, 4, pointer, picture, frame);
    expect(near.zoom).toBe(4);
    expect(pixelAt(pointer, near, picture, frame)).toEqual(before);
  });

  it('never zooms out beyond the whole picture', () => {
    expect(zoomAt(wholePicture, 0.2, { x: 10, y: 10 }, picture, frame)).toEqual(wholePicture);
  });

  it('follows the hand and stops at the edge', () => {
    const near = { x: 0.5, y: 0.5, zoom: 4 };
    const moved = drag(near, { x: 80, y: 0 }, picture, frame);
    expect(moved.x).toBeCloseTo(0.4, 12);
    expect(drag(near, { x: 1e6, y: 1e6 }, picture, frame)).toEqual({ x: 0.125, y: 0.125, zoom: 4 });
  });

  it('brings a marked pixel into view and stays where it is seen already', () => {
    const near = { x: 0.5, y: 0.5, zoom: 4 };
    expect(follow(near, { x: 50, y: 25 }, picture)).toEqual(near);
    const followed = follow(near, { x: 99, y: 25 }, picture);
    expect(pixelAt({ x: 199, y: 50 }, followed, picture, frame)?.x).toBe(99);
  });

  it('finds the same place in a picture of another size', () => {
    const half = { width: 50, height: 25 };
    expect(samePlace({ x: 99, y: 0 }, picture, half)).toEqual({ x: 49, y: 0 });
    expect(samePlace({ x: 10, y: 5 }, half, picture)).toEqual({ x: 21, y: 11 });
  });
});

it('a place that is gone to stands in the middle, but at the edge of the picture', () => {
  expect(centre(wholePicture, { x: 49, y: 24 }, picture, 4)).toEqual({ x: 0.495, y: 0.49, zoom: 4 });
  expect(centre({ ...wholePicture, zoom: 8 }, { x: 0, y: 49 }, picture, 4)).toEqual({ x: 0.0625, y: 0.9375, zoom: 8 });
});

describe('a picture at its own size', () => {
  it('has one pixel on each of the screen', () => {
    const near = ownSize(wholePicture, picture, frame, 2);
    expect(place(near, picture, frame).scale).toBe(0.5);
    const large = ownSize(wholePicture, { width: 8192, height: 8192 }, frame, 1);
    expect(place(large, { width: 8192, height: 8192 }, frame).scale).toBe(1);
  });

  it('stays in the middle where it is smaller than its frame, and can be enlarged from there', () => {
    const small = ownSize({ x: 0.2, y: 0.1, zoom: 4 }, picture, frame, 1);
    expect(small).toEqual({ x: 0.5, y: 0.5, zoom: 0.5 });
    expect(zoomAt(small, 0.5, { x: 0, y: 0 }, picture, frame).zoom).toBe(0.5);
    expect(zoomAt(small, 4, { x: 0, y: 0 }, picture, frame).zoom).toBe(2);
  });

  it('can be enlarged until its pixels are seen, however large it is', () => {
    const size = { width: 20_000, height: 10_000 };
    const near = zoomAt(wholePicture, 1e6, { x: 100, y: 50 }, size, frame);
    expect(place(near, size, frame).scale).toBeCloseTo(48, 9);
  });
});
