import type { Report, Reproduction } from '../../preview/report/report';
import { weightsLines } from '../../preview/report/weights';
import { consumers } from '../../spec/consumers';
import { describe } from '../../spec/messages';
import { formatNumber, formatSeconds } from '../common/number';
import { stepTitles } from '../common/steps';
import type { Translate } from '../common/translate';
import { groupFindings, headline, ourVerdict, zooVerdict } from './verdict';

/** The report as plain text, for an e-mail or an issue. */
export function reportText(report: Report, t: Translate): string {
  return [
    headline(report, t).text,
    ...(report.reason === undefined ? [] : [report.reason]),
    '',
    t('What the zoo will say: %1', zooVerdict(report, t).text),
    t('Zooport: %1', ourVerdict(report, t).text),
    '',
    ...report.reproduction.flatMap(reproduction => outputLines(reproduction, t)),
    ...weightsLines(report),
    ...report.diagnosis.flatMap(({ output, sentence }) => [`${output}: ${sentence}`, '']),
    ...readinessLines(report, t),
    ...formatLines(report, t),
    ...secondsLine(report, t),
    t('Bundle: %1', report.source),
    ...(report.engine === undefined ? [] : [t('Run with: %1', report.engine)])
  ].join('\n');
}

function outputLines(reproduction: Reproduction, t: Translate): string[] {
  const { weights, output, verdict, reason, nan } = reproduction;
  if (verdict === 'not run') {
    return [`${weights}, ${output}: ${reason}`, ''];
  }
  return [
    `${weights}, ${output}: ${reason}`,
    `  ${t('largest difference')}: ${orDash(reproduction.maxAbsolute)}`,
    `  ${t('largest relative difference')}: ${orDash(reproduction.maxRelative)}`,
    `  ${t('values that differ by more than the tolerance')}: ${differingShare(reproduction.mismatchedPerMillion, t)}`,
    `  ${t('not a number')}: ${nan}`,
    ''
  ];
}

function readinessLines({ readiness }: Report, t: Translate): string[] {
  const lines = readiness.map(
    ({ consumer, verdict, reason }) => `  ${t(consumers[consumer].name)}: ${t(verdict)}. ${reason}`
  );
  return lines.length > 0 ? [t('Where it runs:'), ...lines, ''] : [];
}

function formatLines({ format }: Report, t: Translate): string[] {
  if (!format) {
    return [];
  }
  const findings = groupFindings(format.findings).flatMap(group =>
    group.findings.map(finding => `  ${group.severity} (${finding.by}): ${describe(finding)}`)
  );
  const complete = format.complete ? [] : [`  ${t('Not every rule of the format is checked yet.')}`];
  return [t('Format %1: %2', format.version, format.verdict), ...complete, ...findings, ''];
}

function secondsLine({ seconds }: Report, t: Translate): string[] {
  const parts = Object.entries(stepTitles).flatMap(([step, title]) => {
    const spent = seconds[step as keyof typeof stepTitles];
    return spent === undefined ? [] : [`${t(title)} ${formatSeconds(spent)}`];
  });
  return parts.length > 0 ? [parts.join(', '), ''] : [];
}

/** Which share of the values differs, as one says it; the exact number is what tolerances of the format are given in. */
export function differingShare(perMillion: number | null, t: Translate): string {
  if (perMillion === null || perMillion === 0) {
    return perMillion === null ? '–' : t('none');
  }
  const exact = t('%1 of a million', formatNumber(perMillion, 6));
  return perMillion < 1000 ? exact : t('%1 % (%2)', formatNumber(perMillion / 10_000, 2), exact);
}

export function orDash(value: number | null): string {
  return value === null ? '–' : formatNumber(value);
}
