import type { Report } from './report';

/** The report on what could not be read at all: `reason` says why, in a sentence. */
export function unreadableReport(
  source: string,
  reason: string,
  known: Partial<Pick<Report, 'format' | 'seconds' | 'elapsed'>> = {}
): Report {
  return {
    source,
    verdict: 'unreadable',
    reason,
    format: null,
    reproduction: [],
    views: [],
    agreement: [],
    readiness: [],
    diagnosis: [],
    seconds: {},
    ...known
  };
}
