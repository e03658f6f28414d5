import { clearParts } from './subject';
import type { Parts } from './subject';

/** The same in format 0.4. */
export function oldParts(): Parts {
  return {
    ...clearParts(),
    raw: {
      format_version: '0.4.10',
      type: 'model',
      name: 'Clear model',
      description: 'Nothing speaks against it',
      authors: [{ name: 'A. Researcher', github_user: 'researcher' }],
      license: 'MIT',
      documentation: 'README.md',
      timestamp: '2026-01-01T00:00:00',
      tags: ['test'],
      cite: [{ text: 'Nobody et al.', url: 'http://localhost/paper' }],
      inputs: [{ name: 'raw', axes: 'bcyx', shape: [1, 1, 256, 256], data_type: 'float32' }],
      outputs: [
        {
          name: 'cells',
          axes: 'bcyx',
          shape: { reference_tensor: 'raw', scale: [1, 1, 1, 1], offset: [0, 0, 0, 0] },
          halo: [0, 0, 32, 32],
          data_type: 'float32',
          data_range: [0, 1]
        }
      ],
      test_inputs: ['input.npy'],
      test_outputs: ['output.npy'],
      weights: {
        onnx: { source: 'weights.onnx', opset_version: 17 },
        torchscript: { source: 'weights.pt', pytorch_version: '2.0.1' }
      }
    }
  };
}
