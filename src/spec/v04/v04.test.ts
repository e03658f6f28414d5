import { expect, it } from 'vitest';
import { readRaw } from '../read';
import { must } from '../../tensor/testing/must';

/** A 0.4 description with most of what changed since. */
function old() {
  return {
    format_version: '0.4.10',
    type: 'model',
    name: 'nuclei',
    description: 'Finds nuclei',
    authors: [{ name: 'A. Researcher' }],
    license: 'MIT',
    documentation: 'README.md',
    timestamp: '2022-01-01T00:00:00Z',
    attachments: { files: ['extra.txt'] },
    test_inputs: ['in.npy'],
    test_outputs: ['out.npy'],
    sample_inputs: ['in.tif'],
    inputs: [
      {
        name: 'raw',
        axes: 'bcyx',
        data_type: 'float32',
        shape: { min: [1, 2, 64, 128], step: [0, 0, 16, 0] } as unknown,
        preprocessing: [
          { name: 'zero_mean_unit_variance', kwargs: { mode: 'per_dataset', axes: 'yx' } },
          { name: 'zero_mean_unit_variance', kwargs: { mode: 'fixed', axes: 'yx', mean: [1, 2], std: [3, 4] } },
          { name: 'scale_range', kwargs: { mode: 'per_sample', axes: 'cyx', min_percentile: 1 } }
        ]
      }
    ],
    outputs: [
      {
        name: 'Mask_Out',
        axes: 'bcyx',
        data_type: 'uint8',
        data_range: [0, 1],
        shape: { reference_tensor: 'raw', scale: [1, 0, 0.5, 2], offset: [0, 1.5, 4, 0] },
        halo: [0, 0, 8, 0]
      }
    ],
    weights: {
      pytorch_state_dict: {
        source: 'w.pt',
        sha256: 'a'.repeat(64),
        architecture: 'net.py:Net',
        architecture_sha256: 'b'.repeat(64),
        dependencies: 'conda:env.yaml'
      }
    }
  };
}

it('gives a 0.4 description the shapes of 0.5', () => {
  const { description, findings } = readRaw(old());
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(description?.formatVersion).toBe('0.4.10');
  const [input] = must(description).inputs;
  const [output] = must(description).outputs;
  expect(input.axes.map(({ id, size }) => [id, size])).toEqual([
    ['batch', null],
    ['channel', 2],
    ['y', { min: 64, step: 16 }],
    ['x', 128]
  ]);
  // out = in * scale + 2 * offset; a scale of 0 makes an axis of size 2 * offset.
  expect(output.axes.map(({ id, size, scale, halo }) => [id, size, scale, halo])).toEqual([
    ['batch', null, 1, 0],
    ['channel', 3, 1, 0],
    ['y', { tensor_id: 'raw', axis_id: 'y', offset: 8 }, 2, 8],
    ['x', { tensor_id: 'raw', axis_id: 'x', offset: 0 }, 0.5, 0]
  ]);
  expect(output).toMatchObject({ id: 'Mask_Out', data: [{ type: 'uint8', range: [0, 1] }] });
});

it('keeps what its steps mean', () => {
  expect(readRaw(old()).description?.inputs[0].operations).toEqual([
    { id: 'zero_mean_unit_variance', kwargs: { axes: ['batch', 'y', 'x'] } },
    { id: 'fixed_zero_mean_unit_variance', kwargs: { mean: [1, 2], std: [3, 4], axis: 'channel' } },
    { id: 'scale_range', kwargs: { axes: ['channel', 'y', 'x'], min_percentile: 1 } }
  ]);
});

it('names all files, each at its place in the 0.4 file', () => {
  const files = readRaw(old()).files.map(({ source, path }) => [source, path.join('.')]);
  expect(files).toEqual(
    expect.arrayContaining([
      ['in.npy', 'test_inputs.0'],
      ['out.npy', 'test_outputs.0'],
      ['in.tif', 'sample_inputs.0'],
      ['extra.txt', 'attachments.files.0'],
      ['net.py', 'weights.pytorch_state_dict.architecture'],
      ['env.yaml', 'weights.pytorch_state_dict.dependencies'],
      ['README.md', 'documentation']
    ])
  );
});

it('says what is wrong in the words of the 0.4 file', () => {
  const broken = old();
  broken.inputs[0].axes = 'bcyxq';
  broken.inputs[0].shape = [1, 2, 64];
  const { findings } = readRaw({ ...broken, license: undefined });
  const places = findings
    .filter(({ severity }) => severity === 'error')
    .map(({ code, path }) => [code, path.join('.')]);
  expect(places).toEqual(
    expect.arrayContaining([
      ['axis-letters', 'inputs.0.axes'],
      ['field-missing', 'license']
    ])
  );
});
