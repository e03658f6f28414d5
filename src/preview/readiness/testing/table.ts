import { describe, expect, it } from 'vitest';
import type { JudgedId } from '../../../spec/consumers';
import type { Finding } from '../../../spec/finding';
import { describe as textOf } from '../../../spec/messages';
import type { FindingCode } from '../../../spec/codes';
import type { Readiness } from '../../report/report';
import { readinessOf } from '../readiness';
import type { ReadinessResult } from '../readiness';
import { clearParts, subjectOf } from './subject';
import type { Parts } from './subject';
import { must } from '../../../tensor/testing/must';

/** One rule: how a bundle breaks it, what is then said, and a bundle close to it that is fine. */
export interface Case {
  readonly code: FindingCode;
  readonly verdict: Readiness['verdict'];
  readonly spoil: (parts: Parts) => void;
  /** Default: the clear bundle as it is. */
  readonly fine?: (parts: Parts) => void;
  /** Where the finding stands, as one text. */
  readonly at?: string;
  readonly base?: () => Parts;
}

export function judge(change: (parts: Parts) => void, base: () => Parts = clearParts): ReadinessResult {
  const parts = base();
  change(parts);
  return readinessOf(subjectOf(parts));
}

const codesOf = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code);

/** Tests that every case gives its finding and its verdict, that its counterpart does not, and that none is missing. */
export function testTable(consumer: JudgedId, cases: readonly Case[], texts: object): void {
  describe.each(cases)('$code', ({ code, verdict, spoil, fine = () => undefined, at, base }) => {
    it('is found, and makes the verdict', () => {
      const { readiness, findings } = judge(spoil, base);
      const finding = findings.find(found => found.code === code);
      expect(codesOf(findings)).toContain(code);
      expect(finding).toMatchObject({ by: consumer, ...(at !== undefined && { path: at.split('.').map(asKey) }) });
      expect(readiness.find(line => line.consumer === consumer)).toMatchObject({ verdict });
      // Every brace is filled.
      expect(textOf(must(finding))).not.toMatch(/[{}]|undefined|NaN/);
    });

    it('is not found where all is well', () => {
      expect(codesOf(judge(fine, base).findings)).not.toContain(code);
    });
  });

  it('has a case for every text', () => {
    expect([...new Set(cases.map(({ code }) => code))].sort()).toEqual(Object.keys(texts).sort());
  });
}

function asKey(part: string): string | number {
  return /^\d+$/.test(part) ? Number(part) : part;
}
