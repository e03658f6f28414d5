import { describe, expect, it } from 'vitest';
import { createTensor } from '../../tensor/create';
import { axesSentence, channelsOf, viewsOf } from './state';

describe('channels as they were typed', () => {
  it.each([
    ['', undefined],
    [' , ', undefined],
    ['0', [0]],
    ['2, 0', [2, 0]],
    ['DAPI', ['DAPI']],
    ['DAPI,1', ['DAPI', 1]]
  ])('%j', (typed, channels) => {
    expect(channelsOf(typed)).toEqual(channels);
  });
});

it('an image’s axes are said in words', () => {
  const axes = [
    { id: 't', size: 3 },
    { id: 'c', size: 2 },
    { id: 'y', size: 40 },
    { id: 'x', size: 60 }
  ];
  expect(axesSentence(axes)).toBe('3 time points, 2 channels, 40 rows, 60 columns');
  expect(axesSentence([{ id: 'q', size: 5 }])).toBe('5 of what the file does not say');
});

it('each output stands beside the image, labels as objects', () => {
  const input = { axes: ['y', 'x'], tensor: createTensor('uint8', [2, 3]) };
  const tensor = createTensor('uint16', [2, 3]);
  const output = { axes: ['y', 'x'], tensor, dtype: tensor.dtype };
  const views = viewsOf(
    {
      outputs: [
        { id: 'labels', objects: 2, pixelSize: { value: 0.5, unit: 'µm' }, ...output },
        { id: 'probability', ...output }
      ],
      tiles: 1,
      seconds: { total: 1, network: 1 },
      engine: 'onnxruntime-web',
      read: [],
      warnings: []
    },
    input
  );
  expect(views.map(({ output: id, objects }) => [id, objects])).toEqual([
    ['labels', true],
    ['probability', false]
  ]);
  expect(views.every(view => view.input === input)).toBe(true);
  // For the scale bar.
  expect(views.map(({ expected }) => expected.pixelSize?.value)).toEqual([0.5, undefined]);
});
