import { describe, expect, it } from 'vitest';
import type { Finding } from '../finding';
import { applyFix } from '../fixes/apply';
import { addFixes } from '../fixes/fixes';
import { describe as sentence } from '../messages';
import { readRaw } from '../read';
import { whole } from '../testing/whole';
import type { Whole } from '../testing/whole';
import { adviceFindings } from './advice';
import { must } from '../../tensor/testing/must';

function advice(change: (description: Whole) => unknown): Finding[] {
  const raw = whole();
  change(raw);
  const { description } = readRaw(raw);
  return description ? addFixes(adviceFindings(description, raw), raw) : [];
}

function tile(size: number, halo: number) {
  return (d: Whole) => {
    d.inputs[0].axes[2].size = size;
    d.outputs[0].axes[2].halo = halo;
  };
}

function step(kwargs: Record<string, unknown>, id = 'scale_range') {
  return (d: Whole) => (d.inputs[0].preprocessing[0] = { id, kwargs });
}

it('has nothing to say of a description that is good', () => {
  expect(advice(() => undefined)).toEqual([]);
});

describe('speaks up where there is something to say, and only there:', () => {
  it.each<[string, (d: Whole) => unknown, string, string, (d: Whole) => unknown]>([
    ['a halo that takes most of a fixed tile', tile(64, 17), 'halo-half', '64 pixels the halo of 17 on both sides leaves 30', tile(64, 16)], // prettier-ignore
    ['a percentile that is too low', step({ axes: ['x', 'y'], max_percentile: 2 }), 'percentiles-low', '98 %', step({ axes: ['x', 'y'], max_percentile: 99.8 })], // prettier-ignore
    ['a step that names no axes', step({}), 'operation-all-images', 'names no axes', step({ axes: ['x', 'y'] })],
    ['a step over the batch', step({ axes: ['batch', 'x', 'y'] }, 'zero_mean_unit_variance'), 'operation-all-images', 'counts the batch', step({}, 'sigmoid')], // prettier-ignore
    ['a model id', d => Object.assign(d, { id: 'nuclei' }), 'id-set', '“nuclei”', () => undefined],
    ['no cover', d => (d.covers = []), 'cover-none', 'no cover', () => undefined],
    ['tolerances that the website drops', d => Object.assign(d, { config: { bioimageio: { reproducibility_tolerance: [{ relative_tolerance: 0.01 }] } } }), 'tolerance-dropped', 'website', d => Object.assign(d, { config: { bioimageio: {} } })], // prettier-ignore
    ['a file in a folder', d => (d.weights.onnx.source = 'weights/model.onnx'), 'file-nested', 'weights/model.onnx', d => (d.weights.onnx.source = './model.onnx')], // prettier-ignore
    ['a file on the web', d => (d.documentation = 'docs/README.md'), 'file-nested', 'docs/README.md', d => (d.documentation = 'https://example.com/docs/README.md')] // prettier-ignore
  ])('%s', (_, change, code, says, harmless) => {
    const found = advice(change).filter(finding => finding.code === code);
    expect(found).toHaveLength(1);
    expect(found[0].by).toBe('zooport');
    expect(sentence(found[0])).toContain(says);
    expect(sentence(found[0])).not.toMatch(/[{}]|undefined/);
    expect(advice(harmless).map(finding => finding.code)).not.toContain(code);
  });
});

it('mends a range that is written the wrong way round', () => {
  const raw = { ...whole(), inputs: [{ ...whole().inputs[0], data: [{ type: 'uint8', range: [255, 0] }] }] };
  const [finding] = addFixes(adviceFindings(must(readRaw(raw).description), raw), raw);
  expect(finding).toMatchObject({ code: 'data-range', fix: { label: 'Swap the two: 0 to 255' } });
  expect(applyFix(raw, must(finding.fix)).inputs).toMatchObject([{ data: [{ range: [0, 255] }] }]);
});

it('mends a channel axis that a step calls by another name', () => {
  const raw = whole();
  raw.inputs[0].axes[1] = { type: 'channel', id: 'rgb', channel_names: ['dna'] };
  raw.inputs[0].preprocessing[0].kwargs.axes = ['rgb', 'x', 'y'];
  const { description } = readRaw(raw);
  const [finding] = addFixes(adviceFindings(must(description), raw), raw);
  expect(finding).toMatchObject({
    code: 'operation-channel-name',
    severity: 'error',
    fix: { label: 'Call it “channel”' }
  });
  const mended = applyFix(raw, must(finding.fix));
  expect(mended.inputs).toMatchObject([{ axes: [{}, { id: 'channel' }, {}, {}], preprocessing: [{ kwargs: { axes: ['channel', 'x', 'y'] } }, {}] }]); // prettier-ignore
  expect(adviceFindings(must(readRaw(mended).description), mended)).toEqual([]);
});
