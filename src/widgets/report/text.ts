import type { Report, Reproduction } from '../../preview/report/report';
import { reportText } from '../../preview/report/text';
import { formatNumber, formatSeconds } from '../common/number';
import { stepTitles } from '../common/steps';
import type { Translate } from '../common/translate';
import { headline, ourVerdict, zooVerdict } from './verdict';

/** The report as plain text, for an e-mail or an issue. */
export function copiedText(report: Report, t: Translate): string {
  return reportText(report, {
    head: [
      headline(report, t).text,
      ...(report.reason === undefined ? [] : [report.reason]),
      '',
      t('What the zoo will say: %1', zooVerdict(report, t).text),
      t('Zooport: %1', ourVerdict(report, t).text),
      ''
    ],
    foot: ['', ...secondsLine(report, t), t('Bundle: %1', report.source)],
    say: t,
    numbers: reproduction => numberLines(reproduction, t)
  });
}

function numberLines({ verdict, nan, ...numbers }: Reproduction, t: Translate): string[] {
  return verdict === 'not run'
    ? []
    : [
        `  ${t('largest difference')}: ${orDash(numbers.maxAbsolute)}`,
        `  ${t('largest relative difference')}: ${orDash(numbers.maxRelative)}`,
        `  ${t('values that differ by more than the tolerance')}: ${differingShare(numbers.mismatchedPerMillion, t)}`,
        `  ${t('not a number')}: ${nan}`
      ];
}

function secondsLine({ seconds }: Report, t: Translate): string[] {
  const parts = Object.entries(stepTitles).flatMap(([step, title]) => {
    const spent = seconds[step as keyof typeof stepTitles];
    return spent === undefined ? [] : [`${t(title)} ${formatSeconds(spent)}`];
  });
  return parts.length > 0 ? [parts.join(', ')] : [];
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

/** Why weights were not run, without the options of other programs: here a button allows their code. */
export function whyNotRun({ reason, needsCode = false }: Reproduction): string {
  return needsCode ? reason.replace(/\.?\s+If you trust who made .*$/s, '') : reason;
}
