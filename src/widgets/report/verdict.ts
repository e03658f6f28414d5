import type { Report, Reproduction } from '../../preview/report/report';
import type { Finding, Severity } from '../../spec/finding';
import type { IconName } from '../common/Icon';
import type { Translate } from '../common/translate';

/** A verdict in a sentence, with its sign. */
export interface Verdict {
  readonly icon: IconName;
  readonly text: string;
}

const icons = { passed: 'passed', failed: 'failed', 'not run': 'warning', unreadable: 'failed' } as const;

/** The headline: what it means for the researcher. */
export function headline(report: Report, t: Translate): Verdict {
  const name = report.title ?? report.source;
  const icon = icons[report.verdict];
  if (report.verdict === 'passed') {
    const text = report.trained
      ? t('“%1” reproduces: run here, it gives the output that training gave.', name)
      : t('“%1” reproduces: run here, it gives the output that its authors stored.', name);
    return { icon, text };
  }
  if (report.verdict === 'not run') {
    return { icon, text: t('“%1” could not be run here, so nothing is proven.', name) };
  }
  if (report.verdict === 'unreadable') {
    return { icon, text: t('“%1” cannot be read.', name) };
  }
  const differs = report.reproduction.some(({ verdict }) => verdict === 'failed');
  return {
    icon,
    text: differs
      ? t('“%1” does not reproduce its test output.', name)
      : onlyTheZip(report)
        ? t('The zip of “%1” is at fault.', name)
        : t('“%1” has faults in its description.', name)
  };
}

/** The errors of the zip itself, and those of the description and its files. */
function faults({ format }: Pick<Report, 'format'>): { readonly zip: number; readonly others: number } {
  const errors = format?.findings.filter(({ by, severity }) => by === 'zoo' && severity === 'error') ?? [];
  const zip = errors.filter(({ code }) => code.startsWith('container-')).length;
  return { zip, others: errors.length - zip };
}

function onlyTheZip(report: Report): boolean {
  const { zip, others } = faults(report);
  return zip > 0 && others === 0;
}

function rejection(report: Pick<Report, 'format'>, t: Translate): string {
  const { zip, others } = faults(report);
  if (zip > 0) {
    return others === 0
      ? t('Rejects it: the zip itself is at fault.')
      : t('Rejects it: the zip itself is at fault, and its description breaks rules of the format.');
  }
  return others === 1
    ? t('Rejects it: its description breaks a rule of the format.')
    : t('Rejects it: its description breaks %1 rules of the format.', others);
}

/** What the zoo's own programs will say: the format first, then its comparison, with its holes. */
export function zooVerdict(report: Report, t: Translate): Verdict {
  const { format, reproduction, zoo } = report;
  if (!format) {
    return { icon: 'failed', text: t('Rejects it: there is no description that can be read.') };
  }
  if (format.verdict === 'invalid') {
    return { icon: 'failed', text: rejection(report, t) };
  }
  const compared = overall(reproduction.map(entry => entry.zoo));
  const said = zoo ?? compared;
  if (said === 'failed' && compared !== 'failed') {
    return {
      icon: 'failed',
      text: t('Marks it as failing: at other image sizes the network does not do as described.')
    };
  }
  return {
    icon: icons[said],
    text: {
      passed: t('Accepts it: valid description, and the test output is reproduced.'),
      failed: t('Marks it as failing: the test output is not reproduced.'),
      'not run': t('Valid description. The test could not be run here.')
    }[said]
  };
}

/** Ours, and where the two part. */
export function ourVerdict(report: Report, t: Translate): Verdict {
  const said = report.verdict;
  const text = {
    passed: t('Passes: every value was compared.'),
    failed: report.reproduction.some(({ verdict }) => verdict === 'failed')
      ? t('Fails: the test output is not reproduced.')
      : onlyTheZip(report)
        ? t('Fails: the zip itself is at fault.')
        : t('Fails: the description has faults.'),
    'not run': t('Not run.'),
    unreadable: t('Cannot be read.')
  }[said];
  return {
    icon: icons[said],
    text: overlooked(report.reproduction) ? `${text} ${t('The zoo would not notice this.')}` : text
  };
}

/** Some output fails for us and passes for the zoo. */
function overlooked(reproduction: readonly Reproduction[]): boolean {
  return reproduction.some(({ verdict, zoo }) => verdict === 'failed' && zoo === 'passed');
}

/** "failed" if any failed, else "passed" if any passed: a format that cannot run here fails nothing. */
function overall(verdicts: readonly Reproduction['verdict'][]): Reproduction['verdict'] {
  return verdicts.includes('failed') ? 'failed' : verdicts.includes('passed') ? 'passed' : 'not run';
}

interface FindingGroup {
  readonly severity: Severity;
  readonly findings: readonly Finding[];
}

const severities: readonly Severity[] = ['error', 'warning', 'info'];

/** Findings by severity, gravest first; empty groups are left out. */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  return severities
    .map(severity => ({ severity, findings: findings.filter(finding => finding.severity === severity) }))
    .filter(group => group.findings.length > 0);
}
