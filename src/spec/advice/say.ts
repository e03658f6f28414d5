import type { Finding, Severity } from '../finding';
import type { Path } from '../path';
import type { FindingCode } from '../codes';

/** A finding of ours. */
export function say(code: FindingCode, severity: Severity, path: Path, data?: Finding['data']): Finding {
  return { code, by: 'zooport', severity, path, ...(data && { data }) };
}
