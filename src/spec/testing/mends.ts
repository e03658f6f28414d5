import type { Whole } from './whole';

type Mend = readonly [string, (description: Whole) => unknown, string, (mended: Whole) => unknown, unknown];

/** Faults that one click mends: in words, the change that makes it so, what the button says, where to look afterwards, and what stands there. */
export const mends: readonly Mend[] = [
  ['a numeric version', d => Object.assign(d, { format_version: 0.5 }), 'Put quotes around it: “0.5.0”', d => d.format_version, '0.5.0'], // prettier-ignore
  ['a name with a slash and an accent', d => (d.name = 'Zellkörper/2D'), 'Use Zellkorper-2D', d => d.name, 'Zellkorper-2D'], // prettier-ignore
  ['a name that is too long', d => (d.name = 'nuclei '.repeat(30).trim()), 'Use nuclei nuclei nuclei nuclei nuclei nuclei nucle…', d => d.name, 'nuclei '.repeat(18).trim()], // prettier-ignore
  ['a DOI as an address', d => (d.cite[0].doi = 'https://doi.org/10.1234/5'), 'Use 10.1234/5', d => d.cite[0].doi, '10.1234/5'], // prettier-ignore
  ['a DOI only in the text', d => (d.cite = [{ text: 'Nobody et al., doi:10.1234/5.' }]), 'Use 10.1234/5 for “doi”', d => d.cite[0].doi, '10.1234/5'], // prettier-ignore
  ['an unknown field', d => Object.assign(d, { extra: 1 }), 'Remove “extra”', d => 'extra' in d, false],
  ['a field with a typing mistake', d => { Object.assign(d, { descripton: d.description }); delete (d as Partial<Whole>).description; }, 'Rename “descripton” to “description”', d => d.description, 'Finds nuclei'], // prettier-ignore
  ['a tensor id with a space', d => { d.inputs[0].id = 'raw image'; d.outputs[0].axes[2].size = { tensor_id: 'raw image', axis_id: 'y' }; d.outputs[0].axes[3].size = { tensor_id: 'Raw Image', axis_id: 'x' }; }, 'Call it “raw_image”', d => [d.inputs[0].id, d.outputs[0].axes[2].size, d.outputs[0].axes[3].size], ['raw_image', { tensor_id: 'raw_image', axis_id: 'y' }, { tensor_id: 'raw_image', axis_id: 'x' }]], // prettier-ignore
  ['a tensor id that is a word of Python', d => (d.outputs[0].id = 'lambda'), 'Call it “lambda_output”', d => d.outputs[0].id, 'lambda_output'], // prettier-ignore
  ['two tensors of one name', d => (d.outputs[0].id = 'raw'), 'Call it “raw_2”', d => d.outputs[0].id, 'raw_2'],
  ['an axis id with a dash', d => { d.inputs[0].axes[3].id = 'x-axis'; d.outputs[0].axes[3].size = { tensor_id: 'raw', axis_id: 'x-axis' }; d.inputs[0].preprocessing[0].kwargs.axes = ['x-axis', 'y']; }, 'Call it “x_axis”', d => [d.outputs[0].axes[3].size, d.inputs[0].preprocessing[0].kwargs.axes], [{ tensor_id: 'raw', axis_id: 'x_axis' }, ['x_axis', 'y']]], // prettier-ignore
  ['two axes of one name', d => (d.outputs[0].axes[3].id = 'y'), 'Call it “x”', d => d.outputs[0].axes[3].id, 'x'],
  ['an axis type in the plural', d => (d.inputs[0].axes[1].type = 'channels'), 'Use channel', d => d.inputs[0].axes[1].type, 'channel'], // prettier-ignore
  ['a batch of two', d => (d.inputs[0].axes[0].size = 2), 'Take any number of images at once', d => 'size' in d.inputs[0].axes[0], false], // prettier-ignore
  ['steps in an output', d => (d.outputs[0].axes[3].size = { min: 8, step: 8 }), 'Let it follow “x of raw”', d => d.outputs[0].axes[3].size, { tensor_id: 'raw', axis_id: 'x' }], // prettier-ignore
  ['a reference to nothing', d => (d.outputs[0].axes[3].size = { tensor_id: 'raw', axis_id: 'z' }), 'Let it follow “x of raw”', d => d.outputs[0].axes[3].size, { tensor_id: 'raw', axis_id: 'x' }], // prettier-ignore
  ['a reference to itself', d => (d.outputs[0].axes[3].size = { tensor_id: 'mask', axis_id: 'x' }), 'Let it follow “x of raw”', d => d.outputs[0].axes[3].size, { tensor_id: 'raw', axis_id: 'x' }], // prettier-ignore
  ['another unit than the reference', d => (d.outputs[0].axes[3].unit = 'micrometer'), 'Remove “unit”', d => 'unit' in d.outputs[0].axes[3], false], // prettier-ignore
  ['a halo that leaves nothing', d => (d.outputs[0].axes[2].halo = 32), 'Use a halo of 31', d => d.outputs[0].axes[2].halo, 31], // prettier-ignore
  ['a halo on a fixed size that the input can have', d => (d.outputs[0].axes[2].size = 64), 'Let it follow “y of raw”', d => d.outputs[0].axes[2].size, { tensor_id: 'raw', axis_id: 'y' }], // prettier-ignore
  ['a halo on a fixed size that it cannot have', d => (d.outputs[0].axes[2].size = 65), 'Use no halo', d => 'halo' in d.outputs[0].axes[2], false], // prettier-ignore
  ['a halo that is no whole number of input pixels', d => Object.assign(d.outputs[0].axes[2], { scale: 0.5, halo: 3 }), 'Use a halo of 2', d => d.outputs[0].axes[2].halo, 2], // prettier-ignore
  ['a type of numbers as people say it', d => (d.inputs[0].data = { type: 'float' }), 'Use float32', d => d.inputs[0].data, { type: 'float32' }], // prettier-ignore
  ['data of too many channels, all the same', d => (d.inputs[0].data = [{ type: 'uint8' }, { type: 'uint8' }]), 'Describe all channels at once', d => d.inputs[0].data, { type: 'uint8' }], // prettier-ignore
  ['a step with a typing mistake', d => (d.inputs[0].preprocessing[0].id = 'zero_mean_unit_varience'), 'Use zero_mean_unit_variance', d => d.inputs[0].preprocessing[0].id, 'zero_mean_unit_variance'], // prettier-ignore
  ['a step over an axis in the plural', d => { d.inputs[0].preprocessing[0].kwargs.axes = ['channels', 'y', 'x']; }, 'Use channel', d => d.inputs[0].preprocessing[0].kwargs.axes, ['channel', 'y', 'x']], // prettier-ignore
  ['steps that end in whole numbers', d => { d.inputs[0].preprocessing.pop(); }, 'End with ensure_dtype float32', d => d.inputs[0].preprocessing[1], { id: 'ensure_dtype', kwargs: { dtype: 'float32' } }], // prettier-ignore
  ['weights by their old name', d => (d.weights.pytorch_script = { source: 'w.pt', pytorch_version: '2.1', parent: 'onnx' }), 'Call it “torchscript”', d => Object.keys(d.weights), ['onnx', 'torchscript']], // prettier-ignore
  ['unknown weights beside known ones', d => (d.weights.caffe = { source: 'a.bin' }), 'Remove “caffe”', d => Object.keys(d.weights), ['onnx']], // prettier-ignore
  ['weights made from others that are not there', d => (d.weights.onnx.parent = 'keras_v3'), 'Remove “parent”', d => 'parent' in d.weights.onnx, false], // prettier-ignore
  ['a hash that is none', d => (d.inputs[0].test_tensor = { source: 'in.npy', sha256: 'abc' }), 'Remove “sha256”', d => d.inputs[0].test_tensor, { source: 'in.npy' }], // prettier-ignore
  ['a test tensor as plain text', d => (d.inputs[0].test_tensor = 'in.npy'), 'Write it as a file: source “in.npy”', d => d.inputs[0].test_tensor, { source: 'in.npy' }], // prettier-ignore
  ['plain files in a version that wants them described', d => (d.format_version = '0.5.11'), 'Write it as a file: source “README.md”', d => [d.documentation, d.covers], [{ source: 'README.md' }, [{ source: 'cover.png' }]]], // prettier-ignore
  ['tags as one text', d => Object.assign(d, { tags: 'nuclei, 2d' }), 'Use nuclei, 2d', d => d.tags, ['nuclei', '2d']],
  ['a short axis id', d => (d.inputs[0].axes[1].id = 'c'), 'Call it “channel”', d => d.inputs[0].axes[1].id, 'channel'], // prettier-ignore
  ['channels with a size', d => { d.inputs[0].axes[1] = { type: 'channel', size: 3 }; }, 'Add “channel_names”: channel0, channel1, channel2', d => d.inputs[0].axes[1], { type: 'channel', channel_names: ['channel0', 'channel1', 'channel2'] }], // prettier-ignore
  ['a tolerance for an output with a typing mistake', d => Object.assign(d, { config: { bioimageio: { reproducibility_tolerance: [{ output_ids: ['maks'], relative_tolerance: 0.01 }] } } }), 'Use mask', d => (d.config as Record<string, unknown>).bioimageio, { reproducibility_tolerance: [{ output_ids: ['mask'], relative_tolerance: 0.01 }] }], // prettier-ignore
  ['a tolerance for another output', d => Object.assign(d, { config: { bioimageio: { reproducibility_tolerance: [{ output_ids: ['other'] }] } } }), 'Leave “other” out', d => (d.config as Record<string, unknown>).bioimageio, { reproducibility_tolerance: [] }], // prettier-ignore
  ['a relative tolerance beyond the limit', d => Object.assign(d, { config: { bioimageio: { reproducibility_tolerance: [{ relative_tolerance: 0.5 }] } } }), 'Use 0.01', d => (d.config as Record<string, unknown>).bioimageio, { reproducibility_tolerance: [{ relative_tolerance: 0.01 }] }], // prettier-ignore
  ['an ORCID with its address', d => Object.assign(d.authors[0], { orcid: 'https://orcid.org/0000-0002-1825-0097' }), 'Use 0000-0002-1825-0097', d => d.authors[0], { name: 'A. Researcher', github_user: 'researcher', orcid: '0000-0002-1825-0097' }], // prettier-ignore
  ['an ORCID without its hyphens', d => Object.assign(d.authors[0], { orcid: '000000021825009 7'.replace(' ', '') }), 'Use 0000-0002-1825-0097', d => d.authors[0], { name: 'A. Researcher', github_user: 'researcher', orcid: '0000-0002-1825-0097' }], // prettier-ignore
  ['an empty ORCID', d => Object.assign(d.authors[0], { orcid: '' }), 'Remove “orcid”', d => d.authors[0], { name: 'A. Researcher', github_user: 'researcher' }], // prettier-ignore
  ['an e-mail address in words', d => Object.assign(d.authors[0], { email: 'mailto:a.researcher (at) uni.edu' }), 'Use a.researcher@uni.edu', d => (d.authors[0] as Record<string, unknown>).email, 'a.researcher@uni.edu'], // prettier-ignore
  ['a licence as people write it', d => (d.license = 'BSD 3'), 'Use BSD-3-Clause', d => d.license, 'BSD-3-Clause'],
  ['a licence with its version', d => (d.license = 'GPLv3'), 'Use GPL-3.0-only', d => d.license, 'GPL-3.0-only'],
  ['a licence by an older name', d => (d.license = 'GPL-3.0+'), 'Use GPL-3.0-or-later', d => d.license, 'GPL-3.0-or-later'], // prettier-ignore
  ['a licence with a typing mistake', d => (d.license = 'Apache-2,0'), 'Use Apache-2.0', d => d.license, 'Apache-2.0'],
  ['a date with slashes', d => Object.assign(d, { timestamp: '2024/1/5 10:30' }), 'Use 2024-01-05T10:30:00', d => (d as Record<string, unknown>).timestamp, '2024-01-05T10:30:00'], // prettier-ignore
  ['a model version in words', d => Object.assign(d, { version: 'version 2' }), 'Use 2', d => (d as Record<string, unknown>).version, '2'], // prettier-ignore
  ['an address without its beginning', d => (d.cite = [{ text: 'Paper', url: 'www.example.com/my paper' }]), 'Use https://www.example.com/my%20paper', d => d.cite[0].url, 'https://www.example.com/my%20paper'], // prettier-ignore
  ['a unit from the keyboard', d => { d.inputs[0].axes[3].unit = 'um'; d.outputs[0].axes[3].unit = 'micrometer'; }, 'Use micrometer', d => d.inputs[0].axes[3].unit, 'micrometer'], // prettier-ignore
  ['percentiles from 0 to 1', d => (d.inputs[0].preprocessing[0] = { id: 'scale_range', kwargs: { axes: ['x', 'y'], min_percentile: 0.01, max_percentile: 0.998 } }), 'Use 1 to 99.8 percent', d => d.inputs[0].preprocessing[0].kwargs, { axes: ['x', 'y'], min_percentile: 1, max_percentile: 99.8 }], // prettier-ignore
  ['percentiles in the wrong order', d => (d.inputs[0].preprocessing[0] = { id: 'scale_range', kwargs: { axes: ['x', 'y'], min_percentile: 99.8, max_percentile: 2 } }), 'Swap the two: 2 to 99.8', d => d.inputs[0].preprocessing[0].kwargs, { axes: ['x', 'y'], min_percentile: 2, max_percentile: 99.8 }], // prettier-ignore
  ['a step that does nothing', d => { d.inputs[0].preprocessing.unshift({ id: 'scale_linear', kwargs: { gain: 1, offset: 0 } }); }, 'Leave “scale_linear” out', d => d.inputs[0].preprocessing.map(({ id }) => id), ['zero_mean_unit_variance', 'ensure_dtype']], // prettier-ignore
  ['a tensor description that is too long', d => Object.assign(d.inputs[0], { description: 'fluorescence image '.repeat(10).trim() }), 'Shorten it to 126 characters', d => (d.inputs[0] as Record<string, unknown>).description, 'fluorescence image '.repeat(7).trim().slice(0, 126)], // prettier-ignore
  ['a tolerance on whole numbers', d => { Object.assign(d.outputs[0], { data: { type: 'uint8' }, postprocessing: [] }); Object.assign(d, { config: { bioimageio: { reproducibility_tolerance: [{ output_ids: ['mask'], relative_tolerance: 0, absolute_tolerance: 1 }] } } }); }, 'Tolerate 0', d => (d.config as Record<string, unknown>).bioimageio, { reproducibility_tolerance: [{ output_ids: ['mask'], relative_tolerance: 0, absolute_tolerance: 0 }] }] // prettier-ignore
];
