import type { Finding } from '../../spec/finding';
import { describe } from '../../spec/messages';
import { originalPath } from '../../spec/v04/paths';
import { withPlaces } from '../../spec/place/words';
import type { Consumer, Readiness } from '../report/report';
import { deepimagejRules } from './deepimagej/rules';
import { ilastikRules } from './ilastik/rules';
import { pythonReadiness } from './python';
import { qupathRules } from './qupath/rules';
import { isOld } from './subject';
import type { Rule, Subject } from './subject';

export type { Subject as ReadinessInput } from './subject';

export interface ReadinessResult {
  /** Python, deepImageJ, ilastik, QuPath, in this order. */
  readonly readiness: readonly Readiness[];
  /** Findings `by` deepimagej, ilastik and qupath. They make neither the format invalid nor the bundle fail. */
  readonly findings: readonly Finding[];
}

/** Whether Python, deepImageJ, ilastik and QuPath will run the bundle, judged by rules; reads no file. */
export function readinessOf(subject: Subject): ReadinessResult {
  const deepimagej = apply(deepimagejRules(subject), subject);
  const ilastik = apply(ilastikRules, subject);
  const qupath = apply(qupathRules, subject);
  return {
    readiness: [
      pythonReadiness(subject),
      lineOf('deepimagej', deepimagej),
      lineOf('ilastik', ilastik),
      lineOf('qupath', qupath)
    ],
    findings: [...deepimagej, ...ilastik, ...qupath]
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

type Judged = Exclude<Consumer, 'python'>;

const clear: Readonly<Record<Judged, string>> = {
  deepimagej: 'Nothing speaks against it: judged by the rules of deepImageJ 3.1, not run in Fiji.',
  ilastik: 'Nothing speaks against it: judged by the rules of ilastik 1.4.2, not run in ilastik.',
  qupath: 'Nothing speaks against it: judged by the rules of QuPath’s Bioimage Model Zoo extension, not run in QuPath.'
};

/** The gravest reason in words, and how many others there are. */
function lineOf(consumer: Judged, findings: readonly Finding[]): Readiness {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const warnings = findings.filter(({ severity }) => severity === 'warning');
  const [reasons, verdict] =
    errors.length > 0 ? ([errors, 'will not run'] as const) : ([warnings, 'runs with limits'] as const);
  const [gravest] = reasons;
  if (!gravest) {
    return { consumer, verdict: 'runs', reason: clear[consumer] };
  }
  const others = reasons.length - 1;
  const more =
    others === 0 ? '' : ` ${others} more ${others === 1 ? 'reason stands' : 'reasons stand'} among the findings.`;
  return { consumer, verdict, reason: describe(gravest) + more };
}
