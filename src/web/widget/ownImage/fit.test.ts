import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { smallDescription } from '../../../preview/testing/small';
import type { ModelDescription } from '../../../spec/model';
import { readDescription } from '../../../spec/read';
import { createTensor } from '../../../tensor/create';
import type { Tensor } from '../../../tensor/tensor';
import { type Fitted, fitArrays } from './fit';

/** Axes batch, channel (1), y and x: 4, 6, 8 and so on. */
function model(change: (axes: Record<string, unknown>[]) => unknown[] = axes => axes): ModelDescription {
  const raw = smallDescription();
  const [input] = raw.inputs;
  const inputs = [{ ...input, axes: change(input.axes) }];
  const { description } = readDescription(stringify({ ...raw, inputs }));
  if (!description) {
    throw new Error('the description cannot be read');
  }
  return description;
}

function fitArray(tensor: Tensor, description: ModelDescription, axes: string | null = null): Tensor {
  return one(tensor, description, axes).tensor;
}

function one(tensor: Tensor, description: ModelDescription, axes: string | null = null): Fitted {
  const [fittedOne] = fitArrays([{ tensor, axes }], description);
  return fittedOne;
}

function fitted(shape: readonly number[], description = model()): readonly number[] {
  return fitArray(createTensor('float32', shape), description).shape;
}

const channelsLast = model(([batch, , y, x]) => [batch, y, x, { type: 'channel', channel_names: ['r', 'g', 'b'] }]);

describe('fitArrays', () => {
  it('adds the batch and the channel that an image lacks, and takes one that has them', () => {
    for (const shape of [
      [6, 8],
      [1, 6, 8],
      [1, 1, 6, 8]
    ]) {
      expect(fitted(shape)).toEqual([1, 1, 6, 8]);
    }
    expect(fitted([6, 8, 3], channelsLast)).toEqual([1, 6, 8, 3]);
  });

  it('keeps the values in their order', () => {
    const data = Float32Array.from({ length: 24 }, (_, index) => index);
    expect(fitArray(createTensor('float32', [4, 6], data), model()).data).toEqual(data);
  });

  it('says which sizes are wanted, and which is the best for this image', () => {
    expect(() => fitted([7, 8])).toThrow(
      'Your array does not fit: “y” has 7. The network wants the axes batch, channel, y, x; “batch” and “channel” may be left out where it has size 1. The network takes heights and widths of 4, 6, 8 and so on. For your image of 7 x 8 pixels 6 x 8 is best: it leaves out 1 x 0 pixels at the border. To keep all of it, pad it to 8 x 8.'
    );
    expect(() => fitted([2, 8])).toThrow('For your image of 2 x 8 pixels 4 x 8 is best: the image is smaller');
  });

  it('says which channels are wanted', () => {
    expect(() => fitted([6, 8, 4], channelsLast)).toThrow(
      'Your array does not fit: “channel” has 4. “channel” must have 3.'
    );
    expect(() => fitted([6, 8], channelsLast)).toThrow('“channel” has 1. “channel” must have 3.');
  });

  it('says so where there are too many or too few axes', () => {
    expect(() => fitted([2, 2, 2, 6, 8])).toThrow(
      'Your array has 2 x 2 x 2 x 6 x 8 values, which are too many axes. The network wants the axes batch, channel, y, x;'
    );
    expect(() => fitted([8])).toThrow('too few axes');
  });

  it('takes a list with an image for each input, and says so where that is not given', () => {
    const one = model();
    const twice = { ...one, inputs: [...one.inputs, ...one.inputs] };
    expect(() => fitted([6, 8], twice)).toThrow('This network takes 2 inputs (raw, raw), and one array was given.');
    const tensor = createTensor('float32', [6, 8]);
    const both = fitArrays(
      [
        { tensor, axes: null },
        { tensor: createTensor('float32', [8, 6]), axes: 'xy' }
      ],
      twice
    );
    expect(both.map(({ tensor: { shape } }) => shape)).toEqual([
      [1, 1, 6, 8],
      [1, 1, 6, 8]
    ]);
  });

  describe('reads no axis by its position', () => {
    const sizes = { y: { min: 8, step: 8 }, x: { min: 8, step: 8 }, z: { min: 4, step: 4 } };
    const volume = model(([batch]) => [
      batch,
      ...['y', 'x', 'z'].map(id => ({ type: 'space', id, size: sizes[id as keyof typeof sizes] })),
      { type: 'channel', channel_names: ['grey'] }
    ]);
    const numbered = (shape: readonly number[]): Tensor =>
      createTensor(
        'float32',
        shape,
        Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, at) => at)
      );

    it('puts a volume whose axes are said into the order of the description', () => {
      const { tensor, read } = one(numbered([16, 8, 24]), volume, 'zyx');
      expect(tensor.shape).toEqual([1, 8, 24, 16, 1]);
      // y 1, x 2, z 3
      expect(tensor.data[1 * 24 * 16 + 2 * 16 + 3]).toBe(3 * 8 * 24 + 1 * 24 + 2);
      expect(read).toBe('Your array of 16 x 8 x 24 values was read as z 16, y 8, x 24.');
      expect(one(numbered([8, 24, 16]), volume, 'yxz').tensor.data).toEqual(numbered([8, 24, 16]).data);
    });

    it('asks where two readings fit, with what to type', () => {
      expect(() => one(numbered([16, 8, 24]), volume)).toThrow(
        'Your array of 16 x 8 x 24 values can be read in 2 ways: axes="zyx" (z 16, y 8, x 24) or axes="yxz" (y 16, x 8, z 24). Say which one it is: zooport.preview(bundle, image=image, axes="zyx")'
      );
      expect(() => one(numbered([1, 16, 8, 24, 1]), volume)).toThrow('can be read in 2 ways: axes="bzyxc"');
    });

    it('takes the only one that fits, and says so', () => {
      const { tensor, read } = one(numbered([12, 8, 24]), volume);
      expect(tensor.shape).toEqual([1, 8, 24, 12, 1]);
      expect(read).toContain('was read as z 12, y 8, x 24. If that is wrong, say it');
      expect(one(numbered([8, 24, 12]), volume).read).toContain('y 8, x 24, z 12');
    });

    it('knows channels by their number, wherever they stand', () => {
      const last = one(numbered([3, 8, 12]), channelsLast);
      expect(last.tensor.shape).toEqual([1, 8, 12, 3]);
      expect(last.tensor.data.subarray(0, 3)).toEqual(Float32Array.of(0, 96, 192));
      expect(one(numbered([4, 6, 1]), model()).tensor.shape).toEqual([1, 1, 4, 6]);
      expect(one(numbered([1, 4, 6, 1]), model()).tensor.shape).toEqual([1, 1, 4, 6]);
      expect(one(numbered([1, 1, 1, 4, 6]), model()).tensor.shape).toEqual([1, 1, 4, 6]);
    });

    it('takes a plane as rows and columns, also where the description has x first', () => {
      const turned = model(([batch, channel, y, x]) => [batch, channel, x, y]);
      const { tensor } = one(numbered([4, 8]), turned);
      expect(tensor.shape).toEqual([1, 1, 8, 4]);
      expect(tensor.data.subarray(0, 4)).toEqual(Float32Array.of(0, 8, 16, 24));
    });

    it('runs frames and planes by themselves where that is said, and never on its own account', () => {
      const { tensor, read } = one(numbered([5, 4, 6]), model(), 'tyx');
      expect(tensor.shape).toEqual([5, 1, 4, 6]);
      expect(read).toContain('Each of the 5 images is run by itself.');
      expect(() => one(numbered([5, 4, 6]), model())).toThrow('one by one: axes="byx"');
      expect(() => one(numbered([8, 12, 4]), model())).toThrow('“channel” must have 1');
    });

    it.each([
      ['yy', [4, 6], 'names an axis twice'],
      ['yxw', [4, 6, 1], 'has the letter “w”'],
      ['yx', [4, 6, 1], 'names 2 axes, and your array has 3'],
      ['zyxt', [2, 4, 6, 3], 'The network has no axis “z” (2 entries) and “t” (3 entries)'],
      ['xc', [6, 1], '“y” has 1']
    ])('says what is wrong with axes="%s" of %j', (axes, shape, says) => {
      expect(() => one(numbered(shape), model(), axes)).toThrow(says);
    });
  });
});
