import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import { smallDescription } from '../../../preview/testing/small';
import type { ModelDescription } from '../../../spec/model';
import { readDescription } from '../../../spec/read';
import { createTensor } from '../../../tensor/create';
import { fitArray } from './fit';

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

function fitted(shape: readonly number[], description = model()): readonly number[] {
  return fitArray(createTensor('float32', shape), description).shape;
}

const channelsLast = model(([batch, , y, x]) => [batch, y, x, { type: 'channel', channel_names: ['r', 'g', 'b'] }]);

describe('fitArray', () => {
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
    expect(() => fitted([2, 2, 1, 6, 8])).toThrow(
      'Your array has 2 x 2 x 1 x 6 x 8 values, which are too many axes. The network wants the axes batch, channel, y, x;'
    );
    expect(() => fitted([8])).toThrow('too few axes');
  });

  it('says so where the network takes more than one input', () => {
    const one = model();
    expect(() => fitted([6, 8], { ...one, inputs: [...one.inputs, ...one.inputs] })).toThrow(
      'This network takes 2 inputs'
    );
  });
});
