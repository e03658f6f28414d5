import type { Finding } from '../../spec/finding';
import { describe } from '../../spec/messages';
import { originalPath } from '../../spec/v04/paths';
import { withPlaces } from '../../spec/place/words';
import type { Readiness } from '../report/report';
import { CONSUMERS } from './consumers';
import type { Consumer } from './consumers';
import { isOld } from './subject';
import type { Rule, Subject } from './subject';

export type { Subject as ReadinessInput } from './subject';

export interface ReadinessResult {
  /** One line for each program, in the order of the list. */
  readonly readiness: readonly Readiness[];
  /** Findings `by` the programs. They make neither the format invalid nor the bundle fail. */
  readonly findings: readonly Finding[];
}

/** Whether each program will run the bundle, judged by rules; reads no file. */
export function readinessOf(subject: Subject): ReadinessResult {
  const judged = CONSUMERS.map(consumer => ({ consumer, findings: apply(consumer.rules(subject), subject) }));
  return {
    readiness: judged.map(({ consumer, findings }) => ({
      consumer: consumer.id,
      ...(consumer.verdict?.(subject) ?? verdictOf(consumer, findings))
    })),
    findings: judged.flatMap(({ findings }) => findings)
  };
}

/** Findings in the order of the rules, at the places that the description's own version of the format has. */
function apply(rules: readonly Rule[], subject: Subject): Finding[] {
  const findings = rules.flatMap(rule => rule(subject));
  const placed = isOld(subject)
    ? findings.map(finding => ({ ...finding, path: originalPath(finding.path) }))
    : findings;
  return withPlaces(placed, subject.description.raw);
}

/** The gravest reason in words, and how many others there are. */
function verdictOf({ judgedBy }: Consumer, findings: readonly Finding[]): Omit<Readiness, 'consumer'> {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const [reasons, verdict] =
    errors.length > 0 ? ([errors, 'will not run'] as const) : ([warnings, 'runs with limits'] as const);
  const [gravest] = reasons;
  if (!gravest) {
    return { verdict: 'runs', reason: `Nothing speaks against it: judged by ${judgedBy}.` };
  }
  const others = reasons.length - 1;
  const more =
    others === 0 ? '' : ` ${others} more ${others === 1 ? 'reason stands' : 'reasons stand'} among the findings.`;
  return { verdict, reason: describe(gravest) + more };
}
