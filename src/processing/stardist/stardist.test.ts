import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { AxisType } from '../../spec/model';
import { readRaw } from '../../spec/read';
import { createTensor } from '../../tensor/create';
import { readNpy } from '../../tensor/npy';
import type { Tensor } from '../../tensor/tensor';
import { applyPostprocessing } from '../apply';
import { ProcessingError } from '../error';
import { createDescription, createTensorDescription } from '../fixtures/load';
import { must } from '../../tensor/testing/must';

interface Stored {
  readonly kind: string;
  readonly version: string;
  readonly outputs: readonly { readonly postprocessing: readonly object[] }[];
  readonly tensors: { readonly labels: string };
  readonly expected: string;
}

/** What stardist made of small cases; written by scripts/processing/stardist_fixtures.py. */
const file = readFileSync(new URL('../fixtures/stardist.json.gz', import.meta.url));
const { cases } = JSON.parse(gunzipSync(file).toString('utf-8')) as { cases: readonly Stored[] };

function decode(base64: string): Tensor {
  return readNpy(Buffer.from(base64, 'base64'));
}

it.each(cases.map((stored, index) => [index, stored.kind, stored] as const))(
  'case %i (%s) has the very labels of stardist',
  (_, __, { version, outputs, tensors, expected }) => {
    const raw = { format_version: version, type: 'model', name: 'stardist', inputs: [], outputs };
    const description = must(readRaw(raw).description);
    const [labels] = applyPostprocessing([decode(tensors.labels)], description).tensors;
    const wanted = decode(expected);
    expect(labels.dtype).toBe('int32');
    expect(labels.shape).toEqual(wanted.shape);
    expect([...labels.data]).toEqual([...wanted.data]);
  }
);

const settings = { prob_threshold: 0.5, nms_threshold: 0.4, n_rays: 4, grid: [2, 2], b: 0 };

function run(kwargs: object, shape = [1, 3, 3, 5], axes = ['batch', 'y', 'x', 'channel'], value = 1): Tensor {
  const operations = [{ id: 'stardist_postprocessing', kwargs: { ...settings, ...kwargs } }];
  const typeOf = (id: string): AxisType => (id === 'batch' || id === 'channel' ? id : 'space');
  const described = axes.map(id => ({ id, type: typeOf(id) }));
  const output = createTensorDescription('labels', described, operations, 'int32');
  const tensor = createTensor('float32', shape);
  tensor.data.fill(value);
  return applyPostprocessing([tensor], createDescription({ outputs: [output] })).tensors[0];
}

describe('settings', () => {
  it('give labels of the size of the image', () => {
    expect(run({}).shape).toEqual([1, 6, 6, 1]);
  });

  it('take the number of rays from the channels, as bioimageio.core does', () => {
    expect(run({ n_rays: 32 })).toEqual(run({}));
  });

  it.each([
    ['too few channels', () => run({}, [1, 3, 3, 3]), 'at least 3 distances'],
    ['no threshold', () => run({ prob_threshold: null }), '"prob_threshold", a number'],
    ['a grid of one number', () => run({ grid: 2 }), 'two whole numbers as "grid"'],
    ['a grid of zeros', () => run({ grid: [0, 0] }), 'two whole numbers as "grid"'],
    ['a border of text', () => run({ b: 'two' }), 'needs a whole number as "b"'],
    ['another axis', () => run({}, [1, 3, 3, 5], ['batch', 'y', 'z', 'channel']), 'batch, y, z, channel'],
    ['infinite distances', () => run({}, [1, 3, 3, 5], undefined, Infinity), 'Infinity as the distance']
  ])('%s: a sentence', (_, act, words) => {
    expect(act).toThrow(ProcessingError);
    expect(act).toThrow(words);
    expect(act).toThrow('"stardist_postprocessing" of the tensor "labels"');
  });
});
