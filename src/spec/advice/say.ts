import type { Finding, Path, Severity } from '../finding';
import type { FindingCode } from '../messages';

/** A finding of ours. */
export function say(code: FindingCode, severity: Severity, path: Path, data?: Finding['data']): Finding {
  return { code, by: 'zooport', severity, path, ...(data && { data }) };
}
