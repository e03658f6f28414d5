import { citation, tags } from './base';
import type { Base } from './base';
import { common, hashOf, npyOf } from './files';
import type { Files } from './files';
import type { Group } from './value';

const files: Files = {
  ...common,
  'in.npy': npyOf([1, 1, 16, 16]),
  'out.npy': npyOf([1, 1, 16, 16]),
  'sample.tif': Uint8Array.from([73, 73, 42, 0])
};

const authors: Group[] = [{ name: 'Ada Muster', affiliation: 'Institute', email: 'ada@example.org', github_user: 'fynnbe', orcid: '0000-0002-1825-0097' }]; // prettier-ignore

const input: Group = {
  name: 'raw',
  description: 'The image',
  axes: 'bcyx',
  data_type: 'float32',
  data_range: [0, 255],
  shape: { min: [1, 1, 8, 8], step: [0, 0, 4, 4] },
  preprocessing: [{ name: 'zero_mean_unit_variance', kwargs: { mode: 'per_sample', axes: 'cyx', eps: 0.000001 } }]
};

const output: Group = {
  name: 'mask',
  description: 'The mask',
  axes: 'bcyx',
  data_type: 'float32',
  data_range: [0, 1],
  shape: { reference_tensor: 'raw', scale: [1, 1, 1, 1], offset: [0, 0, 0, 0] },
  halo: [0, 0, 2, 2],
  postprocessing: [{ name: 'sigmoid' }]
};

function head(version: string, name: string): Group {
  return {
    format_version: version,
    type: 'model',
    name,
    description: 'Finds nuclei.',
    authors,
    cite: citation,
    documentation: 'README.md',
    covers: ['cover.png'],
    license: 'MIT',
    tags,
    timestamp: '2022-01-02T03:04:05',
    test_inputs: ['in.npy'],
    test_outputs: ['out.npy']
  };
}

const newest: Base = {
  name: 'old-newest',
  format: '0.4',
  files,
  description: {
    ...head('0.4.10', 'Old network'),
    id: 'old-net',
    id_emoji: '🦀',
    icon: '🐜',
    git_repo: 'https://example.com/code',
    links: ['ilastik/ilastik'],
    maintainers: [{ github_user: 'oeway', name: 'Max' }],
    packaged_by: [{ name: 'Eva Muster' }],
    attachments: { files: ['notes.txt'], note: 'more' },
    version: '1.0',
    version_number: 3,
    parent: { id: 'parent-net', version_number: 1 },
    training_data: { id: 'nuclei-set', version_number: 2 },
    uploader: { email: 'up@example.org' },
    run_mode: { name: 'deepimagej', kwargs: {} },
    config: { bioimageio: { nickname: 'old-net' }, deepimagej: { version: '2' } },
    inputs: [input],
    outputs: [output],
    weights: { onnx: { source: 'weights.onnx', sha256: hashOf(common['weights.onnx']), opset_version: 12 } }
  }
};

const oldest: Base = {
  name: 'old-oldest',
  format: '0.4',
  files,
  description: {
    ...head('0.4.0', 'Oldest/network'),
    cite: [{ text: 'A paper', doi: 'https://doi.org/10.1234/abcd' }],
    authors: [{ name: 'Ada/Muster', github_user: 'https://github.com/fynnbe' }],
    dependencies: 'conda:environment.yaml',
    config: { bioimageio: { nickname: 'nice-net', nickname_icon: '🦊' }, future: {} },
    inputs: [{ ...input, shape: [1, 1, 16, 16], preprocessing: [{ name: 'scale_range', kwargs: { mode: 'per_sample', axes: 'yx', min_percentile: 1, max_percentile: 99.8 } }] }], // prettier-ignore
    outputs: [{ ...output, shape: [1, 1, 16, 16], halo: [0, 0, 0, 0] }],
    weights: {
      pytorch_state_dict: {
        source: 'weights.pt',
        architecture: 'network.py:Net',
        architecture_sha256: hashOf(common['network.py']),
        kwargs: { depth: 3 },
        pytorch_version: '1.10'
      }
    }
  }
};

const severalFiles: Files = {
  ...common,
  'a.npy': npyOf([1, 16, 16, 2], 'uint8'),
  'b.npy': npyOf([1, 1, 8, 8], 'uint16'),
  'p.npy': npyOf([1, 32, 32, 2]),
  'q.npy': npyOf([1, 8, 8], 'uint8')
};

const kept = { axes: 'yx', mode: 'per_sample' };

const several: Base = {
  name: 'old-several',
  format: '0.4',
  files: severalFiles,
  description: {
    ...head('0.4.9', 'Old several'),
    test_inputs: ['a.npy', 'b.npy'],
    test_outputs: ['p.npy', 'q.npy'],
    inputs: [
      {
        name: 'image',
        axes: 'byxc',
        data_type: 'uint8',
        shape: { min: [1, 16, 16, 2], step: [0, 8, 8, 0] },
        preprocessing: [
          { name: 'binarize', kwargs: { threshold: 0.5 } },
          { name: 'clip', kwargs: { min: 0, max: 200 } },
          { name: 'scale_linear', kwargs: { axes: 'yx', gain: [1, 2], offset: [0, 1] } },
          { name: 'scale_linear', kwargs: { gain: 2, offset: 0 } },
          { name: 'zero_mean_unit_variance', kwargs: { mode: 'fixed', axes: 'yx', mean: [1, 2], std: [1, 2] } },
          { name: 'zero_mean_unit_variance', kwargs: { mode: 'per_dataset', axes: 'yxc' } },
          { name: 'scale_range', kwargs: { ...kept, min_percentile: 1, max_percentile: 99 } }
        ]
      },
      { name: 'second', axes: 'bcyx', data_type: 'uint16', data_range: [0, 65535], shape: [1, 1, 8, 8] }
    ],
    outputs: [
      {
        name: 'larger',
        axes: 'byxc',
        data_type: 'float32',
        shape: { reference_tensor: 'image', scale: [1, 2, 2, 1], offset: [0, 0, 0, 0] },
        postprocessing: [
          {
            name: 'scale_mean_variance',
            kwargs: { mode: 'per_sample', reference_tensor: 'image', axes: 'yx', eps: 0.001 }
          },
          { name: 'scale_range', kwargs: { ...kept, reference_tensor: 'image' } }
        ]
      },
      { name: 'classes', axes: 'byx', data_type: 'uint8', shape: [1, 8, 8] }
    ],
    weights: {
      keras_hdf5: { source: 'weights.h5', tensorflow_version: '1.15', sha256: hashOf(common['weights.h5']) },
      tensorflow_saved_model_bundle: { source: 'saved.zip', tensorflow_version: '1.15', parent: 'keras_hdf5', dependencies: 'pip:environment.yaml' }, // prettier-ignore
      tensorflow_js: { source: 'saved.zip', tensorflow_version: '1.15', parent: 'keras_hdf5', attachments: { files: ['notes.txt'] } } // prettier-ignore
    }
  }
};

const volumeFiles: Files = { ...common, 'in.npy': npyOf([1, 1, 8, 16, 16]), 'out.npy': npyOf([1, 3, 4, 16, 16]) };

const volume: Base = {
  name: 'old-volume',
  format: '0.4',
  files: volumeFiles,
  description: {
    ...head('0.4.6', 'Old volume'),
    license: 'CC-BY-4.0',
    inputs: [{ name: 'stack', axes: 'bczyx', data_type: 'float32', data_range: [0, 1], shape: { min: [1, 1, 8, 16, 16], step: [0, 0, 8, 16, 16] } }], // prettier-ignore
    outputs: [
      {
        name: 'affinities',
        axes: 'bczyx',
        data_type: 'float32',
        shape: { reference_tensor: 'stack', scale: [1, 0, 0.5, 1, 1], offset: [0, 1.5, 0, 0, 0] },
        halo: [0, 0, 1, 4, 4]
      }
    ],
    weights: {
      pytorch_state_dict: { source: 'weights.pt', architecture: 'net.models.Net', kwargs: {}, authors },
      torchscript: { source: 'script.pt', parent: 'pytorch_state_dict', pytorch_version: 1.9 },
      onnx: { source: 'weights.onnx', parent: 'torchscript', opset_version: 11 }
    }
  }
};

export const bases04: readonly Base[] = [newest, oldest, several, volume];
