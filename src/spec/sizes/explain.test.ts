import { describe, expect, test } from 'vitest';
import { bestSize } from './best';
import { explainSizes } from './explain';
import { bestSizes } from './fit';
import { perAxis, sizedModel } from './fixtures/load';
import { sizesOf } from './take';

const steps = { min: 64, step: 16 };
const follow = (axis_id: string, offset = 0) => ({ tensor_id: 'raw', axis_id, offset });

/** A network of two dimensions whose output has a halo of 16. */
const unet = sizedModel(
  {
    raw: [
      { type: 'batch' },
      { type: 'channel', channel_names: ['dna'] },
      { type: 'space', id: 'y', size: steps },
      { type: 'space', id: 'x', size: steps }
    ]
  },
  {
    mask: [
      { type: 'batch' },
      { type: 'space', id: 'y', size: follow('y'), halo: 16 },
      { type: 'space', id: 'x', size: follow('x'), halo: 16 }
    ]
  }
);

describe('the best size', () => {
  test('is the largest inside the image, with the smallest around it beside', () => {
    const best = bestSize({ kind: 'steps', ...steps }, 300, { halo: 16 });
    expect(best).toEqual({ size: 288, inside: 288, around: 304, cropped: 12, padded: 0, lost: 16, kept: 256 });
  });

  test('of an image that is too small is the smallest one', () => {
    expect(bestSize({ kind: 'steps', ...steps }, 40)).toMatchObject({ size: 64, inside: null, around: 64, padded: 24 });
  });

  test('is never larger than what there is memory for', () => {
    expect(bestSize({ kind: 'steps', ...steps }, 5000, { most: 1000 })).toMatchObject({ size: 992, cropped: 4008 });
  });

  test('of a fixed size is that one', () => {
    expect(bestSize({ kind: 'fixed', size: 512 }, 700)).toMatchObject({ size: 512, cropped: 188, around: null });
    expect(bestSize({ kind: 'fixed', size: 512 }, 700, { most: 100 })).toMatchObject({ size: 512 });
  });

  test('of an axis that another one follows lets both fit', () => {
    const square = sizedModel(
      { raw: [{ type: 'space', id: 'y', size: steps }, { type: 'space', id: 'x', size: follow('y') }] },
      {}
    ); // prettier-ignore
    const best = bestSizes(square, perAxis({ raw: { y: 300, x: 200 } }));
    expect(best.get('raw')?.get('y')).toMatchObject({ size: 192, cropped: 108 });
    expect(best.get('raw')?.get('x')).toMatchObject({ size: 192, cropped: 8 });
  });
});

describe('what is said of the sizes', () => {
  test('names them, the best one for an image, and what the halo takes', () => {
    expect(explainSizes(unet, perAxis({ raw: { y: 300, x: 420 } }))).toBe(
      'The network takes heights and widths of 64, 80, 96 and so on. ' +
        'For your image of 300 x 420 pixels 288 x 416 is best: it leaves out 12 x 4 pixels at the border. ' +
        'To keep all of it, pad it to 304 x 432. ' +
        'In the result the outermost 16 x 16 pixels on each side lack their surroundings and may be off; ' +
        'the 256 x 384 inside are sure. The result “mask” is 288 x 416.'
    );
  });

  test.each([
    [64, 64],
    [70, 300],
    [96, 511],
    [300, 420],
    [1020, 996],
    [2048, 65]
  ])('tells numbers of an image of %i x %i that fit each other', (y, x) => {
    const said = explainSizes(unet, perAxis({ raw: { y, x } }));
    const pair = (pattern: RegExp) => (pattern.exec(said) ?? []).slice(1).map(Number);
    const result = pair(/“mask” is (\d+) x (\d+)/);
    const [lost, kept] = [pair(/outermost (\d+) x (\d+)/), pair(/the (\d+) x (\d+) inside/)];
    expect(result).toHaveLength(2);
    expect(kept).toEqual(result.map((size, axis) => size - 2 * (lost[axis] ?? NaN)));
    expect(said).not.toContain('cut off');
  });

  test('says it where nothing is far enough from the border', () => {
    const narrow = sizedModel(
      {
        raw: [
          { type: 'channel', channel_names: ['dna'] },
          { type: 'space', id: 'x', size: { min: 8, step: 8 } }
        ]
      },
      { mask: [{ type: 'space', id: 'x', size: follow('x'), halo: 16 }] }
    );
    expect(explainSizes(narrow, perAxis({ raw: { x: 24 } }))).toContain('that is all of it, so choose a larger image.');
  });

  test('says when the image fits, and when it is too small', () => {
    expect(explainSizes(unet, perAxis({ raw: { y: 96, x: 64 } }))).toContain(
      'Your image of 96 x 64 pixels fits as it is.'
    );
    expect(explainSizes(unet, perAxis({ raw: { y: 30, x: 30 } }))).toContain(
      'For your image of 30 x 30 pixels 64 x 64 is best: the image is smaller and is padded.'
    );
  });

  test('without an image names only what is taken, of all kinds', () => {
    const model = sizedModel(
      {
        raw: [
          { type: 'time', size: 3 },
          { type: 'space', id: 'z', size: { min: 5, step: 1 } },
          { type: 'space', id: 'y', size: 512 },
          { type: 'space', id: 'x', size: { tensor_id: 'raw', axis_id: 'y', offset: -8 }, scale: 2 }
        ],
        points: [{ type: 'channel', channel_names: ['n'] }]
      },
      {}
    );
    expect(explainSizes(model)).toBe(
      'The network takes for “raw” numbers of time points of 3 only; depths from 5 on; heights of 512 only; ' +
        'widths 0.5 times “y” of “raw”, 8 less. The network takes single values for “points”.'
    );
  });
});

describe('the sizes of a description', () => {
  test('give the halo in pixels of the input too', () => {
    const half = sizedModel(
      { raw: [{ type: 'space', id: 'x', size: steps }] },
      { mask: [{ type: 'space', id: 'x', size: follow('x'), scale: 2, halo: 8 }] }
    );
    const { inputs, outputs } = sizesOf(half);
    expect(inputs[0].axes[0]).toEqual({ id: 'x', type: 'space', allowed: { kind: 'steps', ...steps }, halo: 16 });
    expect(outputs[0].axes[0]).toMatchObject({ allowed: { kind: 'follows', factor: 0.5, offset: 0 }, halo: 8 });
  });
});
