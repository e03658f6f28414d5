import { ilastikTexts } from '../../../spec/texts/ilastik';
import { all, free, limits, not, onlyOnnx, set, space, step } from '../testing/changes';
import { oldParts } from '../testing/old';
import { testTable } from '../testing/table';
import type { Case } from '../testing/table';

const second = {
  id: 'second',
  axes: [{ type: 'channel', channel_names: ['a'] }],
  test_tensor: { source: 'input.npy' }
};
const stateDict = (architecture: object) =>
  set({ weights: { pytorch_state_dict: { source: 'weights.pt', pytorch_version: '2.0', architecture } } });
const following = (halo: number) => (axis_id: string) => ({
  type: 'space',
  id: axis_id,
  size: { tensor_id: 'raw', axis_id },
  halo
});
const channel = { type: 'channel', channel_names: ['intensity'] };
const stack = (halo: number) =>
  set({
    'inputs.0.axes': [{ type: 'batch' }, channel, ...['z', 'y', 'x'].map(id => space(id, { min: 32, step: 16 }))],
    'outputs.0.axes': [{ type: 'batch' }, channel, ...['z', 'y', 'x'].map(following(halo))]
  });

const tensors: Case[] = [
  { code: 'ilastik-inputs', verdict: not, spoil: set({ 'inputs.1': second }) },
  { code: 'ilastik-outputs', verdict: not, spoil: set({ 'outputs.1': second }) },
  { code: 'ilastik-channel', verdict: not, spoil: set({ 'outputs.0.axes.1.id': 'classes' }), at: 'outputs.0.axes' },
  { code: 'ilastik-batch', verdict: not, spoil: set({ 'inputs.0.axes.0': { type: 'time', size: 1 } }) },
  {
    code: 'ilastik-axis',
    verdict: not,
    spoil: set({ 'inputs.0.axes.0': { type: 'index', size: 1 } }),
    fine: set({ 'inputs.0.axes.0': { type: 'time', size: 1 } }),
    at: 'inputs.0.axes.0'
  },
  { code: 'ilastik-space', verdict: not, spoil: set({ 'outputs.0.axes.3': { type: 'index', size: 9 } }) },
  {
    code: 'ilastik-axes-order',
    verdict: not,
    spoil: set({ 'outputs.0.axes': [{ type: 'batch' }, ...['y', 'x'].map(following(32)), channel] })
  },
  {
    code: 'ilastik-probability',
    verdict: limits,
    spoil: set({ 'outputs.0.data': { type: 'float32', range: [0, 65535] } }),
    fine: set({ 'outputs.0.data': { type: 'float32' } })
  },
  { code: 'ilastik-probability', verdict: limits, base: oldParts, spoil: set({ 'outputs.0.data_type': 'uint8' }) }
];

const weights: Case[] = [
  {
    code: 'ilastik-format',
    verdict: not,
    spoil: parts => parts.findings.push({ code: 'file-missing', by: 'zoo', severity: 'error', path: ['covers', 0] }),
    fine: parts => parts.findings.push({ code: 'field-recommended', by: 'zoo', severity: 'warning', path: ['tags'] })
  },
  {
    code: 'ilastik-new-field',
    verdict: not,
    spoil: set({ format_version: '0.5.10', 'inputs.0.pad': { mode: 'reflect' } }),
    fine: set({ format_version: '0.5.10', 'inputs.0.optional': false }),
    at: 'inputs.0.pad'
  },
  {
    code: 'ilastik-newer',
    verdict: not,
    spoil: set({ format_version: '0.5.11', covers: [{ source: 'cover.png' }] }),
    fine: set({ format_version: '0.5.12', covers: ['cover.png'] }),
    at: 'covers'
  },
  { code: 'ilastik-weights', verdict: not, spoil: onlyOnnx, fine: stateDict({ callable: 'Net', source: 'net.py' }) },
  {
    code: 'ilastik-torch',
    verdict: limits,
    spoil: set({ 'weights.torchscript.pytorch_version': '2.8.0' }),
    fine: set({ 'weights.torchscript.pytorch_version': '2.7.1+cpu' })
  },
  {
    code: 'ilastik-library',
    verdict: limits,
    spoil: stateDict({ callable: 'UNet', import_from: 'monai.networks.nets' }),
    fine: stateDict({ callable: 'UNet3D', import_from: 'pytorch3dunet.unet3d.model' })
  }
];

const work: Case[] = [
  {
    code: 'ilastik-size',
    verdict: not,
    spoil: set({ 'outputs.0.axes.2.scale': 0.5 }),
    fine: set({ 'outputs.0.axes.2.scale': 0.5, 'inputs.0.axes.2.scale': 0.5 })
  },
  { code: 'ilastik-size', verdict: not, spoil: set({ 'outputs.0.axes.2': space('y', 128) }), fine: set({ 'outputs.0.axes.2': space('y', 256) }) }, // prettier-ignore
  // Tiles of a stack have 64 voxels a side, those of a plane 512 pixels.
  { code: 'ilastik-halo', verdict: not, spoil: stack(32), fine: stack(16), at: 'outputs.0.axes.2.halo' },
  {
    code: 'ilastik-no-halo',
    verdict: limits,
    spoil: set({ 'outputs.0.axes.2.halo': undefined, 'outputs.0.axes.3.halo': undefined }),
    fine: free
  },
  {
    code: 'ilastik-step',
    verdict: not,
    spoil: set({ 'outputs.0.postprocessing.0': { id: 'stardist_postprocessing' } })
  },
  {
    code: 'ilastik-tile-values',
    verdict: limits,
    spoil: all(free, step('zero_mean_unit_variance', { axes: ['y', 'x'] })),
    fine: all(free, step('fixed_zero_mean_unit_variance', { mean: 3, std: 1 }))
  }
];

testTable('ilastik', [...tensors, ...weights, ...work], ilastikTexts);
