import { oldParts } from '../../testing/old';
import { all, depth, free, limits, noHalo, not, runs, set, space, stardist, step, three } from '../../testing/changes';
import { clearParts } from '../../testing/subject';
import type { Case } from '../../testing/table';

export const sizes: Case[] = [
  {
    code: 'dij-step',
    verdict: not,
    spoil: set({ 'inputs.0.axes.2.size': { min: 70, step: 16 } }),
    fine: free,
    at: 'inputs.0.axes.2.size'
  },
  {
    code: 'dij-tiling',
    verdict: not,
    spoil: all(free, set({ 'config.deepimagej': { pyramidal_model: false } })),
    fine: all(free, set({ 'config.deepimagej': { allow_tiling: true } }))
  },
  {
    code: 'dij-tiling-cut',
    verdict: limits,
    spoil: set({ 'config.deepimagej': {} }),
    fine: set({ 'config.deepimagej': { allow_tiling: true } })
  },
  {
    code: 'dij-fixed-output',
    verdict: not,
    spoil: all(free, set({ 'outputs.0.axes.2': { type: 'space', id: 'y', size: 64 } })),
    fine: set({ 'outputs.0.axes.2': { type: 'space', id: 'y', size: 256 } })
  },
  {
    code: 'dij-output-scale',
    verdict: not,
    spoil: set({ 'outputs.0.axes.2.scale': 0.25, 'inputs.0.axes.2.scale': 0.25 }),
    // Half the size by both ways of reckoning.
    fine: set({ 'inputs.0.axes.2.scale': 0.0625, 'outputs.0.axes.2.scale': 0.25 })
  },
  {
    code: 'dij-output-offset',
    verdict: not,
    spoil: set({ 'outputs.0.axes.2.size': { tensor_id: 'raw', axis_id: 'y', offset: -8 } })
  },
  { code: 'dij-fixed-halo', verdict: limits, spoil: set({ 'outputs.0.axes.2': { ...space('y', 256), halo: 8 } }) },
  { code: 'dij-fixed-halo', verdict: limits, base: oldParts, spoil: set({ 'outputs.0.shape': [1, 1, 256, 256] }) },
  { code: 'dij-whole-image', verdict: limits, spoil: free, fine: depth },
  {
    code: 'dij-whole-stack',
    verdict: limits,
    spoil: all(depth, set({ 'inputs.0.axes.2.size': { min: 16, step: 8 } })),
    fine: depth
  },
  { code: 'dij-border', verdict: limits, base: clearParts, spoil: () => undefined, fine: noHalo, at: 'outputs.0.axes' },
  { code: 'dij-smallest', verdict: runs, spoil: () => undefined, fine: all(free, set({ 'inputs.0.axes.2.size': { min: 1, step: 1 }, 'inputs.0.axes.3.size': { min: 1, step: 1 } })) }, // prettier-ignore
  { code: 'dij-smallest', verdict: limits, spoil: depth, fine: stardist }
];

const mode = 'per_sample';
export const operations: Case[] = [
  {
    code: 'dij-step-endless',
    verdict: not,
    spoil: step('scale_range', { axes: ['y', 'x'], _2d: true }),
    fine: step('scale_range', { axes: ['y', 'x'] })
  },
  { code: 'dij-step-unknown', verdict: not, spoil: set({ 'outputs.0.postprocessing.0': { id: 'softmax', kwargs: { axis: 'channel' } } }) }, // prettier-ignore
  { code: 'dij-step-setting', verdict: not, spoil: step('clip', { min: 0, max: 1, min_percentile: 2 }) },
  { code: 'dij-clip', verdict: not, spoil: step('clip', { min: 0 }), fine: step('clip', { min: 0, max: 1 }) },
  { code: 'dij-threshold', verdict: runs, spoil: step('binarize', { threshold: 0.5 }) },
  {
    code: 'dij-threshold-list',
    verdict: not,
    spoil: step('binarize', { threshold: [0.5], axis: 'channel' }),
    fine: step('binarize', { threshold: 0.5 })
  },
  {
    code: 'dij-mean-list',
    verdict: not,
    spoil: step('fixed_zero_mean_unit_variance', { mean: [3], std: [1], axis: 'channel' }),
    fine: step('fixed_zero_mean_unit_variance', { mean: 3, std: 1 })
  },
  {
    code: 'dij-mean-axes',
    verdict: not,
    base: oldParts,
    spoil: set({ 'inputs.0.preprocessing': [{ name: 'zero_mean_unit_variance', kwargs: { mode: 'fixed', mean: 3, std: 1, axes: 'yx' } }] }), // prettier-ignore
    fine: set({ 'inputs.0.preprocessing': [{ name: 'zero_mean_unit_variance', kwargs: { mode: 'fixed', mean: [3], std: [1], axes: 'yx' } }] }) // prettier-ignore
  },
  {
    code: 'dij-linear',
    verdict: limits,
    spoil: all(three, step('scale_linear', { gain: [1, 2, 3], offset: 0, axis: 'channel' })),
    fine: all(three, step('scale_linear', { gain: [2, 2, 2], offset: 0, axis: 'channel' }))
  },
  {
    code: 'dij-linear-slow',
    verdict: runs,
    spoil: () => undefined,
    fine: step('scale_linear', { gain: 0.01, offset: 0 })
  },
  {
    code: 'dij-variance',
    verdict: limits,
    spoil: all(three, step('zero_mean_unit_variance', { axes: ['y', 'x'] })),
    fine: all(three, step('zero_mean_unit_variance', { axes: ['channel', 'y', 'x'] }))
  },
  {
    code: 'dij-variance',
    verdict: limits,
    base: oldParts,
    spoil: set({ 'inputs.0.shape': [1, 3, 256, 256], 'inputs.0.preprocessing': [{ name: 'zero_mean_unit_variance', kwargs: { mode, axes: 'yx' } }] }), // prettier-ignore
    fine: set({ 'inputs.0.preprocessing': [{ name: 'zero_mean_unit_variance', kwargs: { mode, axes: 'yx' } }] })
  },
  {
    code: 'dij-batch',
    verdict: limits,
    spoil: all(three, step('scale_range', { axes: ['batch', 'y', 'x'] })),
    fine: step('scale_range', { axes: ['batch', 'y', 'x'] })
  },
  {
    code: 'dij-reference',
    verdict: limits,
    spoil: set({ 'outputs.0.postprocessing.0': { id: 'scale_range', kwargs: { reference_tensor: 'raw' } } }),
    fine: set({ 'outputs.0.postprocessing.0': { id: 'scale_range', kwargs: {} } })
  },
  {
    code: 'dij-percentile',
    verdict: limits,
    spoil: step('scale_range', { min_percentile: 1, max_percentile: 99.8, axes: ['y', 'x'] }),
    fine: step('scale_range', { min_percentile: 0, max_percentile: 100, axes: ['y', 'x'] })
  }
];
