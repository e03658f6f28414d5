import { describe } from '../../spec/messages';
import type { Finding } from '../../spec/finding';
import type { Diagnosis, Readiness, Report, Reproduction } from './report';

/** One entry of `results` in the command line's JSON document. */
export interface ReportJson {
  readonly source: string;
  readonly verdict: Report['verdict'];
  readonly reason?: string;
  readonly format: {
    readonly verdict: 'valid' | 'invalid';
    readonly version: string;
    /** False until every rule of the format is checked. */
    readonly complete: boolean;
    readonly findings: readonly (Pick<Finding, 'code' | 'by' | 'severity' | 'path' | 'fix'> & {
      readonly message: string;
      /** Where `path` is not the field itself: the field. */
      readonly place?: Finding['path'];
    })[];
  } | null;
  readonly reproduction: readonly Reproduction[];
  readonly agreement: Report['agreement'];
  readonly zoo?: Report['zoo'];
  readonly sizes?: string;
  readonly readiness: readonly Readiness[];
  readonly diagnosis: readonly Diagnosis[];
  readonly engine?: string;
  readonly seconds: Report['seconds'];
}

/** A report as the command line prints it: no pictures, and `null` for what JSON cannot hold (NaN, infinity). */
export function reportJson(report: Report): ReportJson {
  const { source, verdict, reason, format, reproduction, engine, seconds } = report;
  return {
    source,
    verdict,
    ...(reason !== undefined && { reason }),
    format: format && {
      verdict: format.verdict,
      version: format.version,
      complete: format.complete,
      findings: format.findings.map(findingJson)
    },
    reproduction: reproduction.map(reproductionJson),
    agreement: report.agreement,
    ...(report.zoo !== undefined && { zoo: report.zoo }),
    ...(report.sizes !== undefined && { sizes: report.sizes }),
    readiness: report.readiness,
    diagnosis: report.diagnosis,
    ...(engine !== undefined && { engine }),
    seconds
  };
}

/** A rule of the zoo's own stands where bioimageio.spec reports it; `place` is the field itself where that is another. */
function findingJson(finding: Finding): NonNullable<ReportJson['format']>['findings'][number] {
  const { code, by, severity, path, fix } = finding;
  const reported = by === 'zoo' ? (finding.zooPath ?? path) : path;
  return {
    code,
    by,
    severity,
    path: reported,
    ...(reported !== path && { place: path }),
    message: describe(finding),
    ...(fix && { fix })
  };
}

function reproductionJson(result: Reproduction): Reproduction {
  return {
    weights: result.weights,
    output: result.output,
    verdict: result.verdict,
    zoo: result.zoo,
    reason: result.reason,
    ...(result.engine !== undefined && { engine: result.engine }),
    maxAbsolute: finite(result.maxAbsolute),
    maxRelative: finite(result.maxRelative),
    mismatchedPerMillion: finite(result.mismatchedPerMillion),
    nan: result.nan,
    ...(result.worst && { worst: result.worst }),
    ...(result.table && { table: result.table }),
    ...(result.labels && { labels: result.labels })
  };
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
