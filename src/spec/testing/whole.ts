/** A description without a fault, as plain fields that a test may change. */
export function whole() {
  return {
    format_version: '0.5.4',
    type: 'model',
    name: 'Nuclei in two dimensions',
    description: 'Finds nuclei',
    authors: [{ name: 'A. Researcher', github_user: 'researcher' }],
    license: 'MIT' as unknown,
    documentation: 'README.md' as unknown,
    covers: ['cover.png'] as unknown,
    tags: ['nuclei'],
    cite: [{ text: 'Nobody et al.', doi: '10.1234/5' } as Record<string, string>],
    config: {},
    inputs: [
      {
        id: 'raw',
        axes: [
          { type: 'batch' },
          { type: 'channel', channel_names: ['dna'] },
          { type: 'space', id: 'y', size: { min: 64, step: 16 } },
          { type: 'space', id: 'x', size: { min: 64, step: 16 } }
        ] as Record<string, unknown>[],
        test_tensor: { source: 'in.npy' } as unknown,
        sample_tensor: { source: 'in.tif' },
        data: { type: 'uint8' } as unknown,
        preprocessing: [
          { id: 'zero_mean_unit_variance', kwargs: { axes: ['x', 'y'] } },
          { id: 'ensure_dtype', kwargs: { dtype: 'float32' } }
        ] as { id: string; kwargs: Record<string, unknown> }[]
      }
    ],
    outputs: [
      {
        id: 'mask',
        axes: [
          { type: 'batch' },
          { type: 'channel', channel_names: ['mask'] },
          { type: 'space', id: 'y', size: { tensor_id: 'raw', axis_id: 'y' }, halo: 16 },
          { type: 'space', id: 'x', size: { tensor_id: 'raw', axis_id: 'x' } }
        ] as Record<string, unknown>[],
        test_tensor: { source: 'out.npy' },
        sample_tensor: { source: 'out.tif' },
        postprocessing: [{ id: 'sigmoid' }] as { id: string; kwargs?: Record<string, unknown> }[]
      }
    ],
    weights: { onnx: { source: 'weights.onnx', opset_version: 13 } } as Record<string, Record<string, unknown>>
  };
}

export type Whole = ReturnType<typeof whole>;

/** What may be wrong with it: in words, the change that makes it so, the code of the finding, and its place. */
export type Fault = readonly [string, (description: Whole) => unknown, string, string];
