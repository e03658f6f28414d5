import { authors, batch, channels, described, free, like, space, step } from './base';
import type { Base } from './base';
import { common, npyOf } from './files';
import type { Files } from './files';

const files: Files = { ...common, 'in.npy': npyOf([1, 2, 16, 16]), 'out.npy': npyOf([1, 2, 16, 16]) };
const axes = ['channel', 'y', 'x'];

/** Every operation that both sides may have, and those of one side. */
export const allOperations: Base = {
  name: 'operations',
  format: '0.5',
  files,
  description: {
    format_version: '0.5.14',
    type: 'model',
    name: 'All operations',
    description: 'Only to be read.',
    authors,
    license: 'MIT',
    documentation: described('README.md'),
    inputs: [
      {
        id: 'raw',
        axes: [batch, channels('a', 'b'), space('y', free(16, 16)), space('x', free(16, 16))],
        test_tensor: described('in.npy', files),
        preprocessing: [
          step('ensure_dtype', { dtype: 'float32' }),
          step('binarize', { threshold: 0.5 }),
          step('binarize', { threshold: [0.5, 1], axis: 'channel' }),
          step('clip', { min: 0, max: 255 }),
          step('clip', { min_percentile: 1, max_percentile: 99.8, axes }),
          step('scale_linear', { gain: 2, offset: -1 }),
          step('scale_linear', { axis: 'channel', gain: [1, 2], offset: [0, 0.5] }),
          step('sigmoid'),
          step('softmax', { axis: 'channel' }),
          step('zero_mean_unit_variance', { axes, eps: 0.000001 }),
          step('fixed_zero_mean_unit_variance', { mean: 10, std: 2.5 }),
          step('fixed_zero_mean_unit_variance', { axis: 'channel', mean: [1, 2], std: [3, 4] }),
          step('scale_range', { axes, min_percentile: 1, max_percentile: 99, eps: 0.000001, reference_tensor: 'raw' })
        ]
      }
    ],
    outputs: [
      {
        id: 'scores',
        axes: [batch, channels('a', 'b'), space('y', like('raw', 'y')), space('x', like('raw', 'x'))],
        test_tensor: described('out.npy', files),
        postprocessing: [
          step('scale_range', { axes, reference_tensor: 'raw' }),
          step('scale_mean_variance', { reference_tensor: 'raw', axes, eps: 0.00001 }),
          step('clip', { min: 0 }),
          step('softmax', {}),
          step('zero_mean_unit_variance', {}),
          { id: 'custom', ...described('post.py'), callable: 'finish', kwargs: { threshold: 0.5 } },
          step('ensure_dtype', { dtype: 'float32' })
        ]
      }
    ],
    weights: { onnx: { ...described('weights.onnx'), opset_version: 17 } }
  }
};

const labelFiles: Files = {
  ...common,
  'in.npy': npyOf([1, 16, 16, 1]),
  'out.npy': npyOf([1, 16, 16, 1], 'uint16'),
  'flows.npy': npyOf([1, 16, 16, 1], 'int32')
};

/** Instances, by both networks of the format. */
export const labels: Base = {
  name: 'labels',
  format: '0.5',
  files: labelFiles,
  description: {
    format_version: '0.5.13',
    type: 'model',
    name: 'Labels',
    description: 'Instances.',
    authors,
    license: 'MIT',
    documentation: described('README.md'),
    inputs: [
      {
        id: 'raw',
        axes: [batch, space('y', free(16, 16)), space('x', free(16, 16)), channels('grey')],
        test_tensor: described('in.npy', labelFiles),
        preprocessing: [step('scale_range', { min_percentile: 1, max_percentile: 99.8, axes: ['y', 'x'] })]
      }
    ],
    outputs: [
      {
        id: 'stars',
        axes: [batch, space('y', like('raw', 'y')), space('x', like('raw', 'x')), channels('label')],
        data: { type: 'uint16' },
        test_tensor: described('out.npy', labelFiles),
        postprocessing: [
          step('stardist_postprocessing', { prob_threshold: 0.5, nms_threshold: 0.4, n_rays: 32, grid: [2, 2], b: 2 })
        ]
      },
      {
        id: 'flows',
        axes: [batch, space('y', like('raw', 'y')), space('x', like('raw', 'x')), channels('label')],
        data: { type: 'int32' },
        test_tensor: described('flows.npy', labelFiles),
        postprocessing: [
          step('stardist_postprocessing', { prob_threshold: 0.5, nms_threshold: 0.4, n_rays: 32, grid: [1, 2, 2], b: [[1, 1], [1, 1], [1, 1]], anisotropy: [2, 1, 1], overlap_label: -1 }), // prettier-ignore
          step('cellpose_flow_dynamics', { cellprob_threshold: 0, flow_threshold: 0.4, do_3D: false, min_size: 15, output_dtype: 'uint16' }) // prettier-ignore
        ]
      }
    ],
    weights: { keras_v3: { ...described('weights.keras'), keras_version: '3.4.1', backend: ['tensorflow', '2.16.1'] } },
    config: {
      bioimageio: {
        reproducibility_tolerance: [
          { output_ids: 'any_discrete_output', mismatched_elements_per_million: 1000 },
          { output_ids: ['stars'], relative_tolerance: 0, absolute_tolerance: 0 }
        ]
      },
      stardist: { python_version: '0.9.1', thresholds: { prob: 0.5, nms: 0.4 } }
    }
  }
};
