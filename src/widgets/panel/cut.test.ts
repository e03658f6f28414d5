import { describe, expect, it } from 'vitest';
import { cutOf } from './cut';

const flat = { axes: ['y', 'x'], shape: [100, 200], grid: { first: [0, 4], step: [16, 16] } };

describe('what will be cut of the part that was drawn', () => {
  it.each([
    ['as drawn where it fits', { y: 16, x: 20, height: 64, width: 32 }, { y: 16, x: 20, height: 64, width: 32 }],
    [
      'from the place of the grid before',
      { y: 19, x: 50, height: 64, width: 32 },
      { y: 16, x: 36, height: 64, width: 32 }
    ],
    ['no size but a multiple', { y: 0, x: 4, height: 79, width: 47 }, { y: 0, x: 4, height: 64, width: 32 }],
    [
      'moved inwards where the grid begins later',
      { y: 0, x: 0, height: 32, width: 32 },
      { y: 0, x: 4, height: 32, width: 32 }
    ],
    [
      'smaller where it would then end outside',
      { y: 0, x: 0, height: 32, width: 200 },
      { y: 0, x: 4, height: 32, width: 176 }
    ]
  ])('%s', (_, drawn, cut) => {
    const shape = drawn.width === 200 ? [100, 194] : flat.shape;
    expect(cutOf(drawn, { ...flat, shape })).toEqual(cut);
  });

  it('nothing where it is smaller than a step', () => {
    expect(cutOf({ y: 0, x: 4, height: 15, width: 32 }, flat)).toBeNull();
  });

  it('planes of a volume too, the channels left out', () => {
    const volume = {
      axes: ['z', 'y', 'x', 'channel'],
      shape: [12, 100, 200, 3],
      grid: { first: [0, 0, 0], step: [4, 8, 8] }
    };
    const drawn = { z: 3, depth: 7, y: 9, x: 8, height: 33, width: 64 };
    expect(cutOf(drawn, volume)).toEqual({ z: 0, depth: 4, y: 8, x: 8, height: 32, width: 64 });
    // A part without planes means all of them.
    expect(cutOf({ y: 0, x: 0, height: 32, width: 32 }, volume)).toMatchObject({ z: 0, depth: 12 });
  });

  it('what was drawn, where no file tells the grid', () => {
    const drawn = { y: 3, x: 5, height: 33, width: 35 };
    expect(cutOf(drawn, { ...flat, grid: null })).toEqual(drawn);
  });
});
