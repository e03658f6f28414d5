import { describe, expect, it } from 'vitest';
import { qupathTexts } from '../../../spec/texts/qupath';
import {
  all,
  depth,
  free,
  limits,
  noHalo,
  not,
  onlyOnnx,
  runs,
  set,
  step,
  tensorflow,
  three
} from '../testing/changes';
import { oldParts } from '../testing/old';
import { clearParts } from '../testing/subject';
import type { Parts } from '../testing/subject';
import { judge, testTable } from '../testing/table';
import type { Case } from '../testing/table';

/** A bundle that QuPath reads and runs: its own tiles need no halo. */
function readable(): Parts {
  const parts = clearParts();
  noHalo(parts);
  return parts;
}

const second = {
  id: 'second',
  axes: [{ type: 'channel', channel_names: ['a'] }],
  test_tensor: { source: 'input.npy' }
};

const reading: Case[] = [
  { code: 'qupath-file-name', verdict: not, spoil: parts => void (parts.description = 'bioimageio.yaml') },
  ...['authors', 'license', 'documentation', 'description', 'name'].map((field): Case => ({
    code: 'qupath-field',
    verdict: not,
    spoil: set({ [field]: undefined }),
    at: field
  })),
  { code: 'qupath-field', verdict: not, spoil: set({ license: null }), at: 'license' },
  {
    code: 'qupath-old-field',
    verdict: not,
    spoil: set({ format_version: '0.5.0' }),
    fine: set({ format_version: '0.5.1' })
  },
  { code: 'qupath-old-field', verdict: not, base: oldParts, spoil: set({ timestamp: undefined }), at: 'timestamp' },
  {
    code: 'qupath-plain-text',
    verdict: not,
    spoil: set({ format_version: '0.5.12', documentation: { source: 'README.md' } }),
    at: 'documentation'
  },
  {
    code: 'qupath-plain-text',
    verdict: not,
    spoil: set({ covers: ['cover.png', { source: 'other.png' }] }),
    fine: set({ covers: ['cover.png'] }),
    at: 'covers.1'
  },
  { code: 'qupath-list', verdict: not, spoil: step('scale_linear', { gain: 0.01, offset: [0], axis: 'channel' }), at: 'inputs.0.preprocessing.0.kwargs.gain' }, // prettier-ignore
  { code: 'qupath-list', verdict: not, spoil: step('scale_linear', { gain: [0.01], axis: 'channel' }), at: 'inputs.0.preprocessing.0.kwargs.offset' }, // prettier-ignore
  {
    code: 'qupath-list',
    verdict: not,
    base: oldParts,
    spoil: set({ 'inputs.0.preprocessing': [{ name: 'zero_mean_unit_variance', kwargs: { mode: 'fixed', mean: 3, std: [1], axes: 'yx' } }] }), // prettier-ignore
    fine: set({ 'inputs.0.preprocessing': [{ name: 'zero_mean_unit_variance', kwargs: { mode: 'fixed', mean: [3], std: [1], axes: 'yx' } }] }) // prettier-ignore
  },
  {
    code: 'qupath-number',
    verdict: not,
    spoil: step('binarize', { threshold: [0.5], axis: 'channel' }),
    fine: step('binarize', { threshold: 0.5 })
  },
  { code: 'qupath-settings', verdict: not, spoil: set({ 'inputs.0.preprocessing.0': { id: 'scale_range' } }) },
  { code: 'qupath-channel-names', verdict: not, spoil: set({ 'inputs.0.axes.1.channel_names': undefined }) },
  { code: 'qupath-axis', verdict: not, spoil: set({ 'inputs.0.axes.2.id': 'row' }) }
];

const running: Case[] = [
  { code: 'qupath-inputs', verdict: not, spoil: set({ 'inputs.1': second }) },
  { code: 'qupath-outputs', verdict: not, spoil: set({ 'outputs.1': second }) },
  { code: 'qupath-3d', verdict: not, spoil: depth },
  { code: 'qupath-axes', verdict: not, spoil: set({ 'outputs.0.axes.1': { type: 'index' } }), at: 'outputs.0.axes' },
  {
    code: 'qupath-weights',
    verdict: not,
    spoil: set({ weights: { keras_v3: { source: 'm.keras', keras_version: '3.0', backend: ['tensorflow', '2.16'] } } })
  },
  { code: 'qupath-onnx', verdict: limits, spoil: onlyOnnx, at: 'weights.onnx' },
  { code: 'qupath-unzip', verdict: limits, spoil: tensorflow('2.7.0') }
];

const otherwise: Case[] = [
  {
    code: 'qupath-step-left-out',
    verdict: limits,
    spoil: step('fixed_zero_mean_unit_variance', { mean: 3, std: 1 }),
    fine: step('ensure_dtype', { dtype: 'float32' })
  },
  {
    code: 'qupath-percentiles',
    verdict: limits,
    spoil: step('scale_range', { axes: ['y', 'x'], min_percentile: 1 }),
    fine: step('scale_range', { axes: ['y', 'x'], min_percentile: 0, max_percentile: 100 })
  },
  { code: 'qupath-tile-values', verdict: limits, spoil: step('zero_mean_unit_variance', { axes: ['y', 'x'] }) },
  { code: 'qupath-halo', verdict: limits, spoil: set({ 'outputs.0.axes.2.halo': 8 }), at: 'outputs.0.axes.2.halo' },
  { code: 'qupath-tile', verdict: limits, spoil: set({ 'inputs.0.axes.2.size': { min: 70, step: 16 } }), fine: free },
  { code: 'qupath-offset', verdict: runs, spoil: set({ 'outputs.0.axes.2.size.offset': undefined }) }
];

const cases = [...reading, ...running, ...otherwise];
const { 'qupath-extensions': always, ...texts } = qupathTexts;

testTable(
  'qupath',
  cases.map(one => ({ base: readable, ...one })),
  texts
);

describe('QuPath', () => {
  it('runs what it reads, by two extensions that are always named', () => {
    const { readiness, findings } = judge(() => undefined, readable);
    expect(readiness.find(({ consumer }) => consumer === 'qupath')).toMatchObject({ verdict: 'runs' });
    expect(findings.filter(({ by }) => by === 'qupath').map(({ code }) => code)).toEqual(['qupath-extensions']);
    expect(always).toContain('rdf.yaml');
  });

  it('and Fiji read a list of one number for one channel alike', () => {
    const { findings } = judge(() => undefined, readable);
    expect(findings.filter(({ by, severity }) => by !== 'ilastik' && severity !== 'info')).toEqual([]);
  });

  it('takes lists for several channels, of which Fiji uses the first', () => {
    const { findings } = judge(all(three, step('scale_linear', { gain: [1, 2, 3], offset: [0, 0, 0], axis: 'channel' })), readable); // prettier-ignore
    const codes = findings.map(({ code }) => code);
    expect(codes).toContain('dij-linear');
    expect(codes).not.toContain('qupath-list');
  });

  it('reads the halo of format 0.4', () => {
    const codes = judge(() => undefined, oldParts).findings.map(({ code }) => code);
    expect(codes).not.toContain('qupath-halo');
  });
});
