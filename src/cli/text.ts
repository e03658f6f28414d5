import type { Report } from '../preview/report/report';
import { reportText } from '../preview/report/text';

const headlines: Readonly<Record<Report['verdict'], string>> = {
  passed: 'PASSED',
  failed: 'FAILED',
  'not run': 'NOT RUN',
  unreadable: 'UNREADABLE'
};

/** A report as people read it in a terminal. */
export function terminalText(report: Report): string {
  const { source, verdict, reason, title, elapsed } = report;
  return reportText(report, {
    head: [
      `${headlines[verdict]}  ${source}${title ? ` (${title})` : ''}`,
      ...(reason === undefined ? [] : [`  ${reason}`])
    ],
    foot: elapsed === undefined ? [] : [`  ${elapsed.toFixed(2)} s`],
    say: (text, ...args) =>
      text.replace(/%(\d+)/g, (whole, digits: string) => String(args[Number(digits) - 1] ?? whole))
  });
}
