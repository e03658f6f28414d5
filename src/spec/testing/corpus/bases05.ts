import { authors, batch, channels, citation, described, free, like, space, step, tags } from './base';
import type { Base } from './base';
import { allOperations, labels } from './bases05ops';
import { common, npyOf } from './files';
import type { Files } from './files';
import type { Group } from './value';

const square: Files = { ...common, 'in.npy': npyOf([1, 1, 16, 16]), 'out.npy': npyOf([1, 1, 16, 16]) };

const input: Group = {
  id: 'raw',
  axes: [batch, channels('raw'), space('y', free(8, 4)), space('x', free(8, 4))],
  data: { type: 'float32', range: [0, 255] },
  test_tensor: described('in.npy', square),
  preprocessing: [step('zero_mean_unit_variance', { axes: ['channel', 'y', 'x'] })]
};

const output: Group = {
  id: 'mask',
  axes: [batch, channels('mask'), space('y', like('raw', 'y')), space('x', like('raw', 'x'))],
  data: { type: 'float32', range: [0, 1] },
  test_tensor: described('out.npy', square),
  postprocessing: [step('sigmoid')]
};

/** Two-dimensional, with plain texts for documentation and covers, as up to 0.5.10. */
const plain: Base = {
  name: 'plain',
  format: '0.5',
  files: square,
  description: {
    format_version: '0.5.10',
    type: 'model',
    name: 'Plain network',
    description: 'Finds nuclei.',
    authors,
    cite: citation,
    license: 'MIT',
    documentation: 'README.md',
    covers: ['cover.png'],
    tags,
    inputs: [input],
    outputs: [output],
    weights: { onnx: { ...described('weights.onnx'), opset_version: 15 } }
  }
};

/** No more than must be there. */
const bare: Base = {
  name: 'bare',
  format: '0.5',
  files: square,
  description: {
    format_version: '0.5.5',
    type: 'model',
    name: 'Bare network',
    inputs: [{ axes: [space('y', 16), space('x', 16)] }],
    outputs: [{ axes: [space('y', 16), space('x', 16)] }],
    weights: { torchscript: { source: 'script.pt', pytorch_version: '2.1' } }
  }
};

const card: Group = {
  reproducibility_tolerance: [
    { relative_tolerance: 0.001, absolute_tolerance: 0.0001, mismatched_elements_per_million: 50, output_ids: ['mask'], weights_formats: ['onnx'] }, // prettier-ignore
    { output_ids: 'any_continuous_output', relative_tolerance: 0.001, absolute_tolerance: 0.01 }
  ],
  funded_by: 'A foundation',
  architecture_type: 'U-Net',
  architecture_description: 'Four levels',
  modality: 'fluorescence',
  target_structure: ['nuclei'],
  task: 'segmentation',
  new_version: 'other-net',
  out_of_scope_use: 'Tissue',
  bias_risks_limitations: { known_biases: 'some', risks: 'few', limitations: 'many', recommendations: 'look' },
  model_parameter_count: 1000,
  training: {
    training_preprocessing: 'cropped',
    training_epochs: 20.5,
    training_batch_size: 4,
    initial_learning_rate: 0.001,
    learning_rate_schedule: 'flat',
    loss_function: 'BCELoss',
    loss_function_kwargs: { weight: 1 },
    optimizer: 'Adam',
    optimizer_kwargs: { betas: [0.9, 0.99] },
    regularization: 'none',
    training_duration: 1.5
  },
  inference_time: '1 s',
  memory_requirements_inference: '1 GB',
  memory_requirements_training: '4 GB',
  evaluations: [
    {
      model_id: 'rich-net',
      dataset_id: 'nuclei-set',
      dataset_source: 'https://example.com/set',
      dataset_role: 'test',
      sample_count: 10,
      evaluation_factors: ['low', 'high'],
      evaluation_factors_long: ['low light', 'much light'],
      metrics: ['IoU'],
      metrics_long: ['intersection over union'],
      results: [[0.8, 0.9]],
      results_summary: 'good'
    }
  ],
  environmental_impact: { hardware_type: 'GPU', hours_used: 2, cloud_provider: 'none', compute_region: 'EU', co2_emitted: 0.1 } // prettier-ignore
};

const dataset: Group = {
  format_version: '0.3.0',
  type: 'dataset',
  name: 'Nuclei',
  description: 'Drawn nuclei',
  authors,
  cite: citation,
  license: 'CC-BY-4.0',
  documentation: 'README.md',
  source: 'https://example.com/nuclei',
  tags
};

const allWeights: Group = {
  onnx: { ...described('weights.onnx'), opset_version: 15, parent: 'pytorch_state_dict', external_data: described('weights.data'), comment: 'traced' }, // prettier-ignore
  keras_hdf5: { ...described('weights.h5'), tensorflow_version: '2.15', parent: 'pytorch_state_dict' },
  keras_v3: { ...described('weights.keras'), keras_version: '3.4', backend: ['tensorflow', '2.16'], parent: 'pytorch_state_dict' }, // prettier-ignore
  pytorch_state_dict: {
    ...described('weights.pt'),
    architecture: { ...described('network.py'), callable: 'Net', kwargs: { depth: 4, sizes: [1, 2] } },
    pytorch_version: '2.1.0',
    dependencies: described('environment.yaml'),
    authors,
    strict: true
  },
  tensorflow_js: { ...described('saved.zip'), tensorflow_version: '2.15', parent: 'keras_hdf5' },
  tensorflow_saved_model_bundle: { ...described('saved.zip'), tensorflow_version: '2.15', dependencies: described('environment.yaml'), parent: 'keras_hdf5' }, // prettier-ignore
  torchscript: { ...described('script.pt'), pytorch_version: '2.1.0', parent: 'pytorch_state_dict' }
};

/** Every field of the top, every weights format, the model card. */
const rich: Base = {
  name: 'rich',
  format: '0.5',
  files: square,
  description: {
    format_version: '0.5.14',
    type: 'model',
    id: 'rich-net',
    id_emoji: '🦀',
    icon: described('cover.png'),
    name: 'Rich network (2D)',
    description: 'Finds nuclei.',
    authors,
    maintainers: [{ github_user: 'oeway', name: 'Max Muster', email: 'max@example.org' }],
    packaged_by: [{ name: 'Eva Muster', orcid: '0000-0001-5109-3700' }],
    cite: citation,
    license: 'BSD-3-Clause',
    documentation: described('README.md'),
    covers: [described('cover.png')],
    git_repo: 'https://example.com/code',
    links: ['ilastik/ilastik'],
    tags,
    attachments: [described('notes.txt'), described('licence.txt')],
    uploader: { email: 'up@example.org', name: 'Up Loader' },
    version: '1.2.0',
    version_comment: 'First',
    parent: { id: 'parent-net', version: '1.0' },
    run_mode: { name: 'deepimagej', kwargs: { depth: 2 } },
    timestamp: '2024-05-06T07:08:09+00:00',
    training_data: { id: 'nuclei-set', version: '1' },
    config: { bioimageio: card, tool: { any: [1, 'two', { three: null }] } },
    inputs: [
      {
        ...input,
        description: 'The image',
        sample_tensor: described('sample.png'),
        optional: false,
        pad: { mode: 'reflect' }
      }
    ],
    outputs: [output],
    weights: allWeights
  }
};

const embedded: Base = {
  name: 'embedded',
  format: '0.5',
  files: square,
  description: { ...plain.description, format_version: '0.5.11', documentation: described('README.md'), covers: [described('cover.png')], training_data: dataset } // prettier-ignore
};

/** Three-dimensional, with time, halo, two channels of their own ranges, classes as output. */
const volumeFiles: Files = {
  ...common,
  'in.npy': npyOf([1, 2, 2, 8, 16, 16], 'uint16'),
  'out.npy': npyOf([1, 3, 2, 4, 8, 8], 'uint8')
};

const volume: Base = {
  name: 'volume',
  format: '0.5',
  files: volumeFiles,
  description: {
    format_version: '0.5.6',
    type: 'model',
    id: 'volume-net',
    name: 'Volume network',
    description: 'Finds cells.',
    authors,
    license: 'CC-BY-4.0',
    documentation: 'README.md',
    inputs: [
      {
        id: 'stack',
        description: 'Two channels over time',
        axes: [
          { type: 'batch', size: 1, description: 'one' },
          { ...channels('dna', 'actin'), description: 'stains' },
          { type: 'time', id: 't', size: 2, unit: 'second', scale: 0.5 },
          space('z', 8, { unit: 'micrometer', scale: 2 }),
          space('y', free(8, 8), { unit: 'nanometer', scale: 0.5, concatenable: true }),
          space('x', { tensor_id: 'stack', axis_id: 'y', offset: 0 }, { unit: 'nanometer', scale: 0.5 })
        ],
        data: [
          { type: 'uint16', range: [0, 4095], unit: 'arbitrary unit', scale: 1, offset: 0 },
          { type: 'uint16', range: [0, 65535], unit: 'mW/mm^2' }
        ],
        test_tensor: described('in.npy', volumeFiles)
      }
    ],
    outputs: [
      {
        id: 'classes',
        description: 'One per tissue',
        axes: [
          { type: 'batch', size: 1 },
          channels('a', 'b', 'c'),
          { type: 'time', id: 't', size: like('stack', 't'), unit: 'second', scale: 0.5 },
          space('z', like('stack', 'z', { offset: 0 }), { unit: 'micrometer', scale: 4 }),
          space('y', like('stack', 'y'), { unit: 'nanometer', scale: 1, halo: 1 }),
          space('x', like('stack', 'y'), { unit: 'nanometer', scale: 1, halo: 1 })
        ],
        data: { type: 'uint8', values: [0, 1, 2], unit: 'arbitrary unit' },
        test_tensor: described('out.npy', volumeFiles)
      }
    ],
    weights: {
      pytorch_state_dict: {
        source: 'weights.pt',
        architecture: { import_from: 'net.models', callable: 'Net', kwargs: {} },
        pytorch_version: 2.1
      }
    }
  }
};

const severalFiles: Files = {
  ...common,
  'a.npy': npyOf([1, 16, 16, 3], 'uint8'),
  'b.npy': npyOf([1, 4]),
  'p.npy': npyOf([1, 32, 32, 2]),
  'q.npy': npyOf([5, 3], 'float64')
};

/** Two inputs, one of which may be absent; an output of as many rows as there are objects. */
const several: Base = {
  name: 'several',
  format: '0.5',
  files: severalFiles,
  description: {
    format_version: '0.5.12',
    type: 'model',
    name: 'Several tensors',
    description: 'Points and images.',
    authors: [{ name: 'Ada Muster' }],
    maintainers: [{ github_user: 'fynnbe' }],
    license: 'Apache-2.0',
    documentation: { source: 'README.md' },
    inputs: [
      {
        id: 'image',
        axes: [batch, space('y', free(16, 16)), space('x', free(16, 16)), channels('red', 'green', 'blue')],
        data: { type: 'uint8' },
        test_tensor: described('a.npy', severalFiles),
        pad: { mode: 'constant', value: 0 }
      },
      {
        id: 'prompt',
        axes: [batch, { type: 'index', id: 'points', size: free(1, 1), concatenable: true }],
        optional: true,
        test_tensor: described('b.npy', severalFiles),
        preprocessing: [step('scale_linear', { gain: 2, offset: 1 })]
      }
    ],
    outputs: [
      {
        id: 'larger',
        axes: [
          batch,
          space('y', like('image', 'y'), { scale: 0.5 }),
          space('x', like('image', 'x', { offset: 0 }), { scale: 0.5 }),
          channels('near', 'far')
        ],
        test_tensor: described('p.npy', severalFiles),
        postprocessing: [step('scale_mean_variance', { reference_tensor: 'image' })]
      },
      {
        id: 'rows',
        axes: [{ type: 'index', id: 'object', size: { min: 1, max: 100 } }, channels('r', 's', 't')],
        data: { type: 'float64' },
        test_tensor: described('q.npy', severalFiles)
      }
    ],
    weights: { torchscript: { ...described('script.pt'), pytorch_version: '2.0.1' } },
    config: {
      bioimageio: { reproducibility_tolerance: [{ absolute_tolerance: 0.01, output_ids: ['rows'] }] }
    }
  }
};

export const bases05: readonly Base[] = [plain, bare, rich, embedded, volume, several, allOperations, labels];
