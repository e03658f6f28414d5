import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { Finding } from '../finding';
import { isFindingCode } from '../codes';
import { readRaw } from '../read';
import { whole } from '../testing/whole';
import type { Whole } from '../testing/whole';
import { mends } from '../testing/mends';
import { parseYaml } from '../yaml/yaml';
import { applyFix, applyFixToText } from './apply';
import { addFixes, mendableCodes } from './fixes';

type Raw = Record<string, unknown>;

function place({ code, path }: Finding): string {
  return `${code} ${path.join('.')}`;
}

function findingsOf(raw: Raw): Finding[] {
  return addFixes(readRaw(raw).findings, raw);
}

/** Makes every mend that is offered for the fault: it must go, and nothing new may come. */
async function mendAll(raw: Raw): Promise<{ mended: Raw; labels: string[] }> {
  let mended = raw;
  const labels: string[] = [];
  for (let round = 0; round < 10; round++) {
    const before = findingsOf(mended);
    const finding = before.find(({ fix }) => fix);
    if (!finding?.fix) {
      break;
    }
    const next = applyFix(mended, finding.fix);
    const after = findingsOf(next);
    expect(after.map(place)).not.toContain(place(finding));
    const errors = before.filter(({ severity }) => severity === 'error').map(place);
    expect(after.filter(({ severity }) => severity === 'error').map(place).filter(error => !errors.includes(error))).toEqual([]); // prettier-ignore
    expect(parseYaml(await applyFixToText(stringify(mended), finding.fix)).value).toEqual(next);
    expect(finding.fix.label).not.toMatch(/undefined|null|\[object|NaN/);
    labels.push(finding.fix.label);
    mended = next;
  }
  return { mended, labels };
}

describe('mends', () => {
  it.each(mends)('%s', async (_, change, label, look, expected) => {
    const description = whole();
    change(description);
    const { mended, labels } = await mendAll(description);
    expect(labels).toContain(label);
    expect(look(mended as Whole)).toEqual(expected);
    expect(readRaw(mended).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('every code that it knows is one that there is', () => {
    expect(mendableCodes().filter(code => !isFindingCode(code))).toEqual([]);
  });

  it('a mend that came with the finding stays', () => {
    const fix = { label: 'Own', edits: [] };
    const finding: Finding = { code: 'field-unknown', by: 'zoo', severity: 'error', path: ['extra'], fix };
    expect(addFixes([finding], { extra: 1 })[0].fix).toBe(fix);
  });
});

describe('never throws, and is quick, whatever a field holds:', () => {
  const odd = [null, 0, -1, NaN, Infinity, '', 'text', true, [], [null], {}, { a: 1 }, [[]], 'a'.repeat(2 ** 22), 'at @'.repeat(2 ** 18)]; // prettier-ignore
  it.each(Object.keys(whole()))('%s', key => {
    for (const value of odd) {
      const raw = { ...whole(), [key]: value };
      const found = [
        ...findingsOf(raw),
        ...allCodes([key]),
        ...allCodes([key, 0]),
        ...allCodes([key, 0, 'axes', 1, 'size'])
      ];
      expect(() => addFixes(found, raw).forEach(({ fix }) => fix && applyFix(raw, fix))).not.toThrow();
    }
  });
});

/** A finding of every code at one place, as if each rule had spoken there. */
function allCodes(path: Finding['path']): Finding[] {
  return mendableCodes().map(code => ({
    code: isFindingCode(code) ? code : 'field-value',
    by: 'zoo',
    severity: 'error',
    path,
    data: { found: {}, known: [null], most: NaN, actual: 5, expected: [] }
  }));
}
