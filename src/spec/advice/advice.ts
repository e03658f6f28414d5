import type { Finding } from '../finding';
import type { ModelDescription } from '../model';

/** What bioimageio does not look at in a description and breaks users' days. `raw` is the parsed YAML, untouched. */
export function adviceFindings(_description: ModelDescription, _raw: Readonly<Record<string, unknown>>): Finding[] {
  return [];
}
