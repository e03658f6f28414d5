import { expect, it } from 'vitest';
import { Float, writeYaml } from '../texts/yaml';
import { described, endingIn, endingInFloat } from './operations';

const to = (dtype: string) => ({ id: 'ensure_dtype', kwargs: { dtype } });
const binarize = { id: 'binarize', kwargs: { threshold: 1 } };

it('makes the network’s input float32, which readers else cast back to the image’s own type', () => {
  expect(endingInFloat([], 'float32')).toEqual([]);
  expect(endingInFloat([], 'uint8')).toEqual([to('float32')]);
  expect(endingInFloat([to('float32')], 'uint8')).toEqual([to('float32')]);
});

it('gives the result the type of the test output that was stored', () => {
  expect(endingIn([], 'float32')).toEqual([]);
  expect(endingIn([], 'int64')).toEqual([to('int64')]);
  expect(endingIn([binarize], 'bool')).toEqual([binarize]);
  expect(endingIn([binarize, to('bool')], 'uint8')).toEqual([binarize, to('uint8')]);
});

it('writes decimal numbers with their point, and nothing for an operation without settings', () => {
  const sigmoid = { id: 'sigmoid', kwargs: {} };
  const scale = { id: 'scale_linear', kwargs: { axis: 'channel', gain: [2, 0.5], offset: 0 } };
  expect(described([sigmoid])).toEqual([{ id: 'sigmoid' }]);
  expect(described([scale])[0].kwargs).toEqual({ axis: 'channel', gain: [new Float(2), new Float(0.5)], offset: new Float(0) }); // prettier-ignore
  expect(writeYaml({ steps: described([binarize]) })).toContain('threshold: 1.0');
});
