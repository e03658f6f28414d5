import { describe, expect, it } from 'vitest';
import { drag, follow, pixelAt, samePlace, wholePicture, zoomAt } from './camera';

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
