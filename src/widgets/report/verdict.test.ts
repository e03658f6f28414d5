import { expect, it } from 'vitest';
import type { Finding, FindingBy } from '../../spec/finding';
import type { Report } from '../../preview/report/report';
import { inEnglish } from '../common/translate';
import { headline, ourVerdict, zooVerdict } from './verdict';

const report: Report = {
  source: 'a.zip',
  verdict: 'passed',
  format: { verdict: 'valid', version: '0.5.10', findings: [], complete: true },
  reproduction: [],
  views: [],
  agreement: [],
  readiness: [],
  diagnosis: [],
  seconds: {},
  elapsed: 0
};

function failing(...codes: Finding['code'][]): Report {
  const by: FindingBy = 'zoo';
  const findings = codes.map(code => ({ code, by, severity: 'error', path: [] }) as const);
  return { ...report, verdict: 'failed', format: { verdict: 'invalid', version: '0.5.10', findings, complete: true } };
}

it('says whose output a bundle reproduces', () => {
  expect(headline(report, inEnglish).text).toContain('gives the output that its authors stored');
  expect(headline({ ...report, trained: true }, inEnglish).text).toContain('gives the output that training gave');
});

it('names the zip where only the zip is at fault, and not the description', () => {
  const zip = failing('container-file');
  expect(headline(zip, inEnglish).text).toBe('The zip of “a.zip” is at fault.');
  expect(zooVerdict(zip, inEnglish).text).toBe('Rejects it: the zip itself is at fault.');
  expect(ourVerdict(zip, inEnglish).text).toContain('the zip itself is at fault');
});

it('names both where both are at fault, and the description alone where it alone is', () => {
  expect(zooVerdict(failing('container-file', 'field-missing'), inEnglish).text).toMatch(/zip .* description/);
  expect(zooVerdict(failing('field-missing'), inEnglish).text).toBe(
    'Rejects it: its description breaks a rule of the format.'
  );
});
