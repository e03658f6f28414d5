import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../spec/finding';
import { applyFix } from '../../../spec/fixes/apply';
import { addFixes } from '../../../spec/fixes/fixes';
import { readRaw } from '../../../spec/read';
import { operations, sizes } from '../../readiness/deepimagej/testing/cases';
import { readinessOf } from '../../readiness/readiness';
import { all, facts, onlyOnnx, set, space } from '../../readiness/testing/changes';
import { clearParts, put, subjectOf } from '../../readiness/testing/subject';
import type { Parts } from '../../readiness/testing/subject';
import { must } from '../../../tensor/testing/must';

function findingsOf(parts: Parts): Finding[] {
  const { findings } = readinessOf(subjectOf(parts));
  return addFixes(findings, parts.raw);
}

function mended(parts: Parts, finding: Finding): Parts {
  const after = applyFix(parts.raw, must(finding.fix));
  for (const key of new Set([...Object.keys(parts.raw), ...Object.keys(after)])) {
    put(parts.raw, [key], after[key]);
  }
  return parts;
}

function spoilt(change: (parts: Parts) => void, base = clearParts): Parts {
  const parts = base();
  change(parts);
  return parts;
}

const place = ({ code, path }: Finding) => `${code} ${path.join('.')}`;
const errors = (findings: readonly Finding[]) => findings.filter(({ severity }) => severity === 'error').map(place);

/** The mend of a finding of deepImageJ: it goes, neither Fiji nor the zoo finds a new error. */
function check(change: (parts: Parts) => void, code: string, base = clearParts): string | undefined {
  const before = findingsOf(spoilt(change, base));
  const finding = before.find(found => found.code === code);
  if (!finding?.fix) {
    return undefined;
  }
  const parts = spoilt(change, base);
  const formatBefore = errors(readRaw(parts.raw).findings);
  const after = findingsOf(mended(parts, finding));
  expect(after.map(place)).not.toContain(place(finding));
  expect(errors(after).filter(error => !errors(before).includes(error))).toEqual([]);
  expect(errors(readRaw(parts.raw).findings).filter(error => !formatBefore.includes(error))).toEqual([]);
  return finding.fix.label;
}

describe('mends for Fiji leave nothing new to mend:', () => {
  it.each([...sizes, ...operations].map((one, index) => [`${one.code} (${index})`, one] as const))(
    '%s',
    (_, { code, spoil, base }) => {
      check(spoil, code, base);
    }
  );

  it.each<[string, (parts: Parts) => void, string, string]>([
    ['no id', set({ id: undefined }), 'dij-id-invented', 'Add “id”: clear-model'],
    ['an empty time', set({ timestamp: null }), 'dij-timestamp', 'Remove “timestamp”'],
    ['a described documentation', set({ documentation: { source: 'README.md' } }), 'dij-plain-text', 'Use README.md'],
    ['an axis in capitals', set({ 'inputs.0.axes.2.id': 'Y' }), 'dij-axis-id', 'Call it “y”'],
    ['a block that forbids tiling', set({ 'config.deepimagej': {} }), 'dij-tiling-cut', 'Remove “deepimagej”'],
    ['an older opset than the file has', all(onlyOnnx, set({ 'weights.onnx.opset_version': 11 }), facts({ opset: 15 })), 'dij-onnx-declared', 'Use 15, as in the file'], // prettier-ignore
    ['a halo that follows an output', set({ 'outputs.0.axes.2': { ...space('y', { tensor_id: 'cells', axis_id: 'x' }), halo: 8 } }), 'dij-halo-reference', 'Let it follow “y of raw”'] // prettier-ignore
  ])('%s', (_, change, code, label) => {
    expect(check(change, code)).toBe(label);
  });
});
