import { consumers } from '../../spec/consumers';
import type { Finding } from '../../spec/finding';
import { describe, placeOf } from '../../spec/messages';
import type { Readiness, Report, Reproduction } from './report';
import { weightsLines } from './weights';

/** Gives a sentence in the reader's language and fills in %1, %2 … */
type Say = (text: string, ...args: readonly (string | number)[]) => string;

/** In what the terminal's text and the one for an e-mail or an issue differ. */
interface TextOptions {
  /** Above all else: what came of it. */
  readonly head: readonly string[];
  /** Below all else: how long it took, with what. */
  readonly foot: readonly string[];
  readonly say: Say;
  /** What else is said of an output, below its line. */
  readonly numbers?: (reproduction: Reproduction) => readonly string[];
}

const marks: Readonly<Record<Finding['severity'], string>> = { error: 'error  ', warning: 'warning', info: 'note   ' };

/** A report as plain text, each part with its own heading; ends with a line's end. */
export function reportText(report: Report, { head, foot, say, numbers }: TextOptions): string {
  const { reproduction, readiness, diagnosis, engine } = report;
  const outputs = reproduction.flatMap(one => [reproductionLine(one, say), ...(numbers?.(one) ?? [])]);
  const lines = [
    ...head,
    ...formatLines(report, say),
    ...part(`${say('Reproduction')}${engine ? ` (${engine})` : ''}`, outputs),
    ...weightsLines(report).map(line => `  ${line}`),
    ...part(
      say('Why it does not reproduce'),
      diagnosis.map(({ output, sentence }) => `“${output}”: ${sentence}`)
    ),
    ...part(
      say('Where it runs'),
      readiness.map(one => readinessLine(one, say))
    ),
    ...foot
  ];
  return `${lines.map(harmless).join('\n')}\n`;
}

function part(title: string, lines: readonly string[]): string[] {
  return lines.length > 0 ? [`  ${title}:`, ...lines.map(line => `    ${line}`)] : [];
}

function formatLines({ verdict, format, sizes }: Report, say: Say): string[] {
  if (!format || verdict === 'unreadable') {
    return [];
  }
  const incomplete = format.complete ? '' : `, ${say('not fully checked')}`;
  return [
    `  ${say('Format %1: %2', format.version, say(format.verdict))}${incomplete}`,
    ...format.findings.map(finding => `    ${findingLine(finding)}`),
    ...(sizes === undefined ? [] : [`  ${sizes}`])
  ];
}

function findingLine(finding: Finding): string {
  const by = finding.by === 'zoo' ? '' : ` [${finding.by}]`;
  const message = describe(finding);
  const place = placeOf(finding);
  // A sentence that begins with the place writes it with a capital.
  const where = finding.path.length > 0 && !message.includes(place.slice(1)) ? ` (${place})` : '';
  return `${marks[finding.severity]}${by} ${message}${where}`;
}

function reproductionLine({ weights, output, verdict, zoo, reason }: Reproduction, say: Say): string {
  const others = zoo === verdict ? '' : ` (${say('the zoo: %1', say(zoo))})`;
  return `${weights}, “${output}”: ${say(verdict)}${others}: ${reason}`;
}

function readinessLine({ consumer, verdict, reason }: Readiness, say: Say): string {
  return `${say(consumers[consumer].name)}: ${say(verdict)}. ${reason}`;
}

/** A bundle's own words may hold control sequences, which a terminal would obey, and turn what stands around them. */
function harmless(line: string): string {
  return line.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, ' ');
}
