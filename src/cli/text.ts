import { consumers } from '../spec/consumers';
import type { Readiness, Report, Reproduction } from '../preview/report/report';
import { weightsLines } from '../preview/report/weights';
import { describe, placeOf } from '../spec/messages';
import type { Finding } from '../spec/finding';

const headlines: Readonly<Record<Report['verdict'], string>> = {
  passed: 'PASSED',
  failed: 'FAILED',
  'not run': 'NOT RUN',
  unreadable: 'UNREADABLE'
};

const marks: Readonly<Record<Finding['severity'], string>> = { error: 'error  ', warning: 'warning', info: 'note   ' };

/** A report as people read it in a terminal. */
export function reportText(report: Report): string {
  const { source, verdict, reason, title, format, reproduction, readiness, diagnosis, engine } = report;
  const lines = [`${headlines[verdict]}  ${source}${title ? ` (${title})` : ''}`];
  if (reason !== undefined) {
    lines.push(`  ${reason}`);
  }
  if (format && verdict !== 'unreadable') {
    const part = format.complete ? '' : ', not fully checked';
    lines.push(`  Format ${format.version}: ${format.verdict}${part}`, ...format.findings.map(findingLine));
    lines.push(...(report.sizes === undefined ? [] : [`  ${report.sizes}`]));
  }
  if (reproduction.length > 0) {
    lines.push(`  Reproduction${engine ? ` (${engine})` : ''}:`, ...reproduction.map(reproductionLine));
  }
  lines.push(...weightsLines(report).map(line => `  ${line}`));
  if (diagnosis.length > 0) {
    lines.push(
      '  Why it does not reproduce:',
      ...diagnosis.map(({ output, sentence }) => `    “${output}”: ${sentence}`)
    );
  }
  if (readiness.length > 0) {
    lines.push('  Where it runs:', ...readiness.map(readinessLine));
  }
  const seconds = report.elapsed === undefined ? [] : [`  ${report.elapsed.toFixed(2)} s`];
  return `${[...lines.map(harmless), ...seconds].join('\n')}\n`;
}

function findingLine(finding: Finding): string {
  const by = finding.by === 'zoo' ? '' : ` [${finding.by}]`;
  const message = describe(finding);
  const place = placeOf(finding);
  // A sentence that begins with the place writes it with a capital.
  const where = finding.path.length > 0 && !message.includes(place.slice(1)) ? ` (${place})` : '';
  return `    ${marks[finding.severity]}${by} ${message}${where}`;
}

function reproductionLine({ weights, output, verdict, zoo, reason }: Reproduction): string {
  const others = zoo === verdict ? '' : ` (the zoo: ${zoo})`;
  return `    ${weights}, “${output}”: ${verdict}${others}: ${reason}`;
}

function readinessLine({ consumer, verdict, reason }: Readiness): string {
  return `    ${consumers[consumer].name}: ${verdict}. ${reason}`;
}

/** A bundle's own words may hold control sequences, which a terminal would obey. */
function harmless(line: string): string {
  return line.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ');
}
