import type { FindingCode } from '../../spec/codes';
import type { Whole } from '../../spec/testing/whole';
import { INT64 } from '../../onnx/model';
import { writeModel } from '../../onnx/write';
import { createTensor } from '../../tensor/create';
import { writeNpy } from '../../tensor/npy';
import { encodePng } from '../../tensor/png';
import { networkOf, relu, value } from '../network/testing';
import type { NetworkParts } from '../network/testing';
import type { SmallDescription } from './small';
import { smallOutput } from './small';

type Files = Map<string, Uint8Array>;

/** What may be wrong with a bundle's files: in words, the change that makes it so, and the code that says it. */
type FileExample = readonly [string, (description: SmallDescription, files: Files) => unknown, FindingCode];

const text = (content: string) => new TextEncoder().encode(content);
const npy = (shape: readonly number[], value?: number) => {
  const length = shape.reduce((product, size) => product * size, 1);
  return writeNpy(
    createTensor(
      'float32',
      shape,
      Float32Array.from({ length }, (_, index) => value ?? index + 1)
    )
  );
};
const picture = (width: number, height: number) =>
  encodePng(createTensor('uint8', [height, width], new Uint8Array(width * height)));
const cover = (name: string, bytes: Uint8Array) => (description: SmallDescription, files: Files) => {
  Object.assign(description, { covers: [name] });
  files.set(name, bytes);
};
const output = (bytes: Uint8Array) => (_: SmallDescription, files: Files) => files.set('output.npy', bytes);

const network = (parts: Partial<NetworkParts>) => (_: SmallDescription, files: Files) =>
  files.set('weights.onnx', writeModel(networkOf({ nodes: [relu], ...parts })));

export const fileExamples: readonly FileExample[] = [
  ['a folder inside the zip', () => undefined, 'bundle-folder'],
  ['a test image that was forgotten', (_, files) => files.delete('input.npy'), 'file-missing'],
  ['documentation on the web', d => (d.documentation = 'https://example.com/README.md'), 'file-remote'],
  ['a path of one computer', d => (d.documentation = '/home/me/README.md'), 'file-outside'],
  ['documentation that is no text', (_, files) => files.set('README.md', Uint8Array.of(0xff, 0xfe, 0)), 'file-not-utf8'], // prettier-ignore
  ['documentation without its section', (_, files) => files.set('README.md', text('# Model')), 'documentation-validation'], // prettier-ignore
  ['three words of documentation', (_, files) => files.set('README.md', text('# Validation: good')), 'documentation-short'], // prettier-ignore
  ['weights that were changed', d => Object.assign(d.weights.onnx, { sha256: 'a'.repeat(64) }), 'hash-wrong'],
  ['a test image that is a text', (_, files) => files.set('input.npy', text('image')), 'test-tensor-unreadable'],
  ['an output without its batch', output(npy([1, 6, 8])), 'test-tensor-dimensions'],
  ['an image that is described as 8 bits', d => (d.inputs[0].data.type = 'uint8'), 'test-tensor-type'],
  ['an output of zeros', output(npy([1, 1, 6, 8], 0)), 'test-tensor-small'],
  ['an output with undefined values', output(npy([1, 1, 6, 8], NaN)), 'test-tensor-nan'],
  ['an output of one value', output(npy([1, 1, 6, 8], 2)), 'test-tensor-constant'],
  ['a size of 8 for an image of 6', d => (d.inputs[0].axes[2].size = 8), 'test-tensor-size'],
  ['a step that leads elsewhere', d => (d.inputs[0].axes[2].size = { min: 4, step: 4 }), 'test-tensor-step'],
  ['an output of half the size', output(npy([1, 1, 3, 8])), 'test-tensor-reference'],
  ['values up to 3.4 that are said to end at 1', d => Object.assign(d.outputs[0].data, { range: [0, 1] }), 'data-range-denied'], // prettier-ignore
  ['a large tolerance', d => Object.assign(d, { config: { bioimageio: { reproducibility_tolerance: [{ absolute_tolerance: 0.5 }] } } }), 'tolerance-large'], // prettier-ignore
  ['a tolerance as large as the values', (d, files) => { Object.assign(d, { config: { bioimageio: { reproducibility_tolerance: [{ absolute_tolerance: 0.9 }] } } }); files.set('output.npy', writeNpy(createTensor('float32', smallOutput.shape, Float32Array.from(smallOutput.data, value => 100 + Number(value) / 10)))); }, 'tolerance-loose'], // prettier-ignore
  ['a portrait as cover', cover('cover.png', picture(100, 150)), 'cover-shape'],
  ['a large cover', cover('cover.svg', text(`<svg viewBox="0 0 2 1">${' '.repeat(600_000)}</svg>`)), 'cover-large'],
  ['a TIFF as cover', cover('cover.tif', text('II*\0')), 'cover-unreadable'],
  ['no cover', () => undefined, 'cover-none'],
  ['another opset than the file’s', d => (d.weights.onnx.opset_version = 9), 'weights-opset'],
  ['a network of one image at a time', network({ inputs: [value('in', [1, null, null, null])] }), 'network-batch'],
  ['a network of three channels', network({ inputs: [value('in', [null, 3, null, null])] }), 'network-channels'],
  ['a network of one size', network({ inputs: [value('in', [null, 1, 6, null])] }), 'network-fixed'],
  ['a network of three dimensions', network({ inputs: [value('in', [null, null, null])] }), 'network-dimensions'],
  ['a network with a second output', network({ outputs: [value('out'), value('in')] }), 'network-count'],
  ['a network of a newer opset', network({ opset: 99 }), 'network-opset-new'],
  ['a network that takes whole numbers', network({ inputs: [value('in', undefined, INT64)] }), 'network-type'],
  ['weights that are no network', (_, files) => files.set('weights.onnx', text('weights')), 'network-unreadable']
];

/** What may be wrong with a description alone, beside the faults that the readers' tests make. */
export const textExamples: readonly (readonly [string, (description: Whole) => unknown, FindingCode])[] = [
  ['an id', d => Object.assign(d, { id: 'nuclei' }), 'id-set'],
  ['a halo of 20 in a tile of 64', d => { d.inputs[0].axes[2].size = 64; d.outputs[0].axes[2].halo = 20; }, 'halo-half'], // prettier-ignore
  ['the 2nd percentile as the brightest', d => (d.inputs[0].preprocessing[0] = { id: 'scale_range', kwargs: { axes: ['x', 'y'], max_percentile: 2 } }), 'percentiles-low'], // prettier-ignore
  ['a step without axes', d => (d.inputs[0].preprocessing[0] = { id: 'scale_range', kwargs: {} }), 'operation-all-images'], // prettier-ignore
  ['channels called “rgb”', d => { d.inputs[0].axes[1].id = 'rgb'; d.inputs[0].preprocessing[0].kwargs.axes = ['rgb']; }, 'operation-channel-name'], // prettier-ignore
  ['tolerances of its own', d => Object.assign(d, { config: { bioimageio: { reproducibility_tolerance: [{ relative_tolerance: 0.01 }] } } }), 'tolerance-dropped'], // prettier-ignore
  ['weights in a folder', d => (d.weights.onnx.source = 'weights/model.onnx'), 'file-nested'],
  ['a range the wrong way round', d => (d.inputs[0].data = { type: 'uint8', range: [255, 0] }), 'data-range'],
  ['no authors', d => (d.authors = []), 'field-recommended'],
  ['a long name', d => (d.name = 'nuclei '.repeat(12).trim()), 'name-long'],
  ['a run mode', d => Object.assign(d, { run_mode: { name: 'deepimagej' } }), 'run-mode'],
  ['a tensor description that is too long', d => Object.assign(d.inputs[0], { description: 'image '.repeat(40) }), 'text-too-long'], // prettier-ignore
  ['a batch axis called “n”', d => (d.inputs[0].axes[0].id = 'n'), 'axis-batch-id'],
  ['two batch axes', d => d.outputs[0].axes.push({ type: 'batch' }), 'axis-batch-twice'],
  ['a clip without limits', d => (d.inputs[0].preprocessing[0] = { id: 'clip', kwargs: {} }), 'clip-nothing'],
  ['a clip between two numbers with axes', d => (d.inputs[0].preprocessing[0] = { id: 'clip', kwargs: { min: 0, max: 1, axes: ['x'] } }), 'clip-axes'], // prettier-ignore
  ['a clip with two upper limits', d => (d.inputs[0].preprocessing[0] = { id: 'clip', kwargs: { max: 1, max_percentile: 99 } }), 'clip-twice'], // prettier-ignore
  ['channels of different types', d => { d.inputs[0].axes[1].channel_names = ['a', 'b']; d.inputs[0].data = [{ type: 'uint8' }, { type: 'float32' }]; }, 'data-types-differ'], // prettier-ignore
  ['a description of 600 letters', d => (d.description = 'Finds nuclei. '.repeat(45)), 'description-long'],
  ['keras_v3 with a version before 3', d => (d.weights.keras_v3 = { source: 'w.keras', keras_version: '2.15.0', backend: ['tensorflow', '2.15.0'] }), 'keras-version'], // prettier-ignore
  ['nobody with a GitHub name', d => (d.authors = [{ name: 'A. Researcher' } as (typeof d.authors)[0]]), 'maintainer-missing'], // prettier-ignore
  ['a scale that is infinite', d => (d.inputs[0].axes[3].scale = Infinity), 'number-not-finite'],
  ['a softmax over the batch', d => (d.outputs[0].postprocessing[0] = { id: 'softmax', kwargs: { axis: 'batch' } }), 'operation-batch'], // prettier-ignore
  ['statistics of a tensor that is not there', d => (d.outputs[0].postprocessing[0] = { id: 'scale_mean_variance', kwargs: { reference_tensor: 'image' } }), 'operation-reference'], // prettier-ignore
  ['a model made from itself', d => Object.assign(d, { id: 'nuclei', parent: { id: 'nuclei' } }), 'parent-self'],
  ['a range without end', d => (d.inputs[0].data = { type: 'float32', range: [0, Infinity] }), 'range-infinite'],
  ['one gain along an axis', d => (d.inputs[0].preprocessing[0] = { id: 'scale_linear', kwargs: { axis: 'channel', gain: 2, offset: 1 } }), 'scale-linear-axis'], // prettier-ignore
  ['two gains and three offsets', d => (d.inputs[0].preprocessing[0] = { id: 'scale_linear', kwargs: { axis: 'channel', gain: [1, 2], offset: [1, 2, 3] } }), 'values-count'], // prettier-ignore
  ['no test output', d => delete (d.outputs[0] as Partial<(typeof d.outputs)[0]>).test_tensor, 'test-tensor-none'],
  ['a unit of the camera', d => (d.inputs[0].data = { type: 'uint8', unit: 'grey levels' }), 'unit-unknown'],
  ['classes of 300 in 8 bits', d => (d.inputs[0].data = { type: 'uint8', values: [0, 300] }), 'values-type'],
  ['weights made from themselves', d => (d.weights.onnx.parent = 'onnx'), 'weights-parent-self'],
  ['external data by the name of the weights', d => (d.weights.onnx.external_data = { source: 'weights.onnx' }), 'weights-external'] // prettier-ignore
];
