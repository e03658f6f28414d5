import { faultsOfFields } from './faultsOfFields';
import type { Fault, Whole } from './whole';

export const faults: readonly Fault[] = [
  ['no name', d => delete (d as Partial<Whole>).name, 'field-missing', 'name'],
  ['a short name', d => (d.name = 'Net'), 'name-length', 'name'],
  ['a name with a slash', d => (d.name = 'Nuclei/2D'), 'name-characters', 'name'],
  ['a citation that leads nowhere', d => delete d.cite[0].doi, 'cite-target', 'cite[0]'],
  [
    'a citation with a DOI as an address',
    d => (d.cite[0].doi = 'https://doi.org/10.1234/5'),
    'doi-invalid',
    'cite[0].doi'
  ],
  ['no inputs', d => (d.inputs = []), 'field-empty', 'inputs'],
  ['an unknown field', d => Object.assign(d, { extra: 1 }), 'field-unknown', 'extra'],
  ['an unknown field of an axis', d => (d.inputs[0].axes[2].halo = 3), 'field-unknown', 'inputs[0].axes[2].halo'],
  ['a tensor id with a space', d => (d.outputs[0].id = 'the mask'), 'id-invalid', 'outputs[0].id'],
  ['a tensor id that is a word of Python', d => (d.outputs[0].id = 'lambda'), 'id-invalid', 'outputs[0].id'],
  ['two tensors of one name', d => (d.outputs[0].id = 'raw'), 'tensor-id-duplicate', 'outputs[0].id'],
  ['an unknown axis type', d => (d.inputs[0].axes[2].type = 'width'), 'axis-type', 'inputs[0].axes[2].type'],
  ['two axes of one name', d => (d.outputs[0].axes[3].id = 'y'), 'axis-duplicate', 'outputs[0].axes[3].id'],
  ['an axis without a size', d => delete d.inputs[0].axes[2].size, 'field-missing', 'inputs[0].axes[2].size'],
  ['a size of 0', d => (d.inputs[0].axes[2].size = 0), 'field-value', 'inputs[0].axes[2].size'],
  [
    'steps in an output',
    d => (d.outputs[0].axes[3].size = { min: 8, step: 8 }),
    'size-place',
    'outputs[0].axes[3].size'
  ],
  ['a batch of two', d => (d.inputs[0].axes[0].size = 2), 'size-invalid', 'inputs[0].axes[0].size'],
  [
    'a reference to nothing',
    d => (d.outputs[0].axes[3].size = { tensor_id: 'raw', axis_id: 'z' }),
    'size-reference-unknown',
    'outputs[0].axes[3].size'
  ],
  [
    'a reference to itself',
    d => (d.outputs[0].axes[3].size = { tensor_id: 'mask', axis_id: 'x' }),
    'size-reference-self',
    'outputs[0].axes[3].size'
  ],
  [
    'another unit than the reference',
    d => (d.outputs[0].axes[3].unit = 'micrometer'),
    'size-reference-unit',
    'outputs[0].axes[3].size'
  ],
  ['a halo that leaves nothing', d => (d.outputs[0].axes[2].halo = 32), 'halo-too-large', 'outputs[0].axes[2].halo'],
  ['a halo on a fixed size', d => (d.outputs[0].axes[2].size = 64), 'halo-reference', 'outputs[0].axes[2].size'],
  [
    'a halo that is no whole number of input pixels',
    d => Object.assign(d.outputs[0].axes[2], { scale: 0.5, halo: 3 }),
    'halo-not-whole',
    'outputs[0].axes[2].halo'
  ],
  ['an unknown data type', d => (d.inputs[0].data = { type: 'float16' }), 'field-value', 'inputs[0].data.type'],
  [
    'data of another number of channels',
    d => (d.inputs[0].data = [{ type: 'uint8' }, { type: 'uint8' }]),
    'data-channels',
    'inputs[0].data'
  ],
  [
    'an unknown step',
    d => (d.inputs[0].preprocessing[0].id = 'sharpen'),
    'operation-unknown',
    'inputs[0].preprocessing[0].id'
  ],
  [
    'a step over an axis that is not there',
    d => (d.inputs[0].preprocessing[0].kwargs.axes = ['z']),
    'operation-axes',
    'inputs[0].preprocessing[0].kwargs.axes'
  ],
  [
    'a step that is for outputs only',
    d => (d.inputs[0].preprocessing[0].id = 'scale_mean_variance'),
    'operation-place',
    'inputs[0].preprocessing[0].id'
  ],
  ['no weights', d => (d.weights = {}), 'weights-none', 'weights'],
  ['unknown weights', d => (d.weights.caffe = { source: 'a.bin' }), 'weights-unknown', 'weights.caffe'],
  [
    'weights without their version',
    d => delete d.weights.onnx.opset_version,
    'field-missing',
    'weights.onnx.opset_version'
  ],
  [
    'weights made from others that are not there',
    d => (d.weights.onnx.parent = 'keras_v3'),
    'weights-parent',
    'weights.onnx.parent'
  ],
  [
    'weights that are a description',
    d => (d.weights.onnx.source = 'model.yaml'),
    'file-reserved',
    'weights.onnx.source'
  ],
  ['documentation that is no Markdown', d => (d.documentation = 'README.txt'), 'file-suffix', 'documentation'],
  [
    'a hash that is none',
    d => (d.inputs[0].test_tensor = { source: 'in.npy', sha256: 'abc' }),
    'hash-invalid',
    'inputs[0].test_tensor.sha256'
  ],
  ['a test tensor as plain text', d => (d.inputs[0].test_tensor = 'in.npy'), 'field-type', 'inputs[0].test_tensor'],
  [
    'plain covers in a version that wants them described',
    d => (d.format_version = '0.5.11'),
    'field-type',
    'covers[0]'
  ],
  ...faultsOfFields
];
